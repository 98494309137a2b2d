from __future__ import annotations

import pytest

from mgi_assistant.usual_wording import usually


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("how much countries keep clocks", "how many countries keep clocks"),
        ("How many country keep clocks?", "How many countries keep clocks?"),
        ("How many country offices keep clocks?", "How many country offices keep clocks?"),
        ("My mayor wants to know which towns keep clocks. Give me the list.", "which towns keep clocks."),
        ("Our minister asked me how clocks are kept.", "how clocks are kept."),
        ("Our ministry wants to see how a peer did it. What did Peru do?",) * 2,
        ("Why do the reports say that clocks matter?", "Why clocks matter?"),
        ("How many towns keep clocks and what are their names?", "How many towns keep clocks?"),
        ("Who keeps the clocks and what is her job?", "Who keeps the clocks?"),
        ("Who keeps the clocks and what is her job at IOM?", "Who keeps the clocks?"),
        ("Who keeps the clocks and what is her budget?", "Who keeps the clocks and what is her budget?"),
        ("Who keeps the clocks, and which post do they hold?", "Who keeps the clocks?"),
        ("The book is free? Can I sell copies of it?", "Under which licence is the publication made available?"),
        ("May we reprint a page of the booklet?", "Under which licence is the publication made available?"),
        ("Can I see a copy of the clock?", "Can I see a copy of the clock?"),
        ("I am new here. What is a clock?", "What is a clock?"),
        ("Explain in a few words what a clock is for.", "Explain what a clock is for."),
        ("Is it usual for countries to keep clocks?", "How common is it for countries to keep clocks?"),
        ("Is it normal for me to wait?", "Is it normal for me to wait?"),
        ("What is the tide business about?", "What is the tide about?"),
        ("Why are clocks mentioned at all?", "What is said about clocks?"),
        ("List all the policy area what are enablers", "List all the policy areas that are enablers"),
        ("How many percent of countries keep clocks?", "what percentage of countries keep clocks?"),
        ("What mean harbour clock?", "What does harbour clock mean?"),
        ("What means are used to keep clocks?", "What means are used to keep clocks?"),
        ("Where does the money for this museum come from?", "who funds this museum?"),
        ("Where does the funding come from?", "who funds it?"),
        ("What is done about tides or rather about clocks?", "What is done about clocks?"),
        ("What is done about tides?", "What is done about tides?"),
    ],
)
def test_what_is_asked_in_an_unusual_way_is_put_in_the_usual_one(question: str, usual: str) -> None:
    assert usually(question) == usual
