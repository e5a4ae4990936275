"""Measuring the engine: judged searches, and its cost beside other engines. The site imports none of it."""
