"""Arabic text: words, spelling, stems, dates. Pure Python, no Django, nothing else of ours."""
