"""The demo corpus: invented outlets and articles (CC0), and loading them."""
