from __future__ import annotations

import pytest

from mgi_assistant.preambles import plainly, without_preamble


def test_what_says_nothing_of_what_is_asked_is_not_searched_for() -> None:
    assert without_preamble("Roughly how many ports met so far?") == "how many ports met ?"


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Give me two examples of cities that open tide museums.", "cities that open tide museums."),
        ("Looking for one case where ministries opened a museum", "ministries opened a museum"),
        ("Can you name some cases in which a city acted?", "a city acted?"),
        ("What examples are there of tide museums?", "tide museums?"),
        ("Could you tell me what Mali did on data?", "what Mali did on data?"),
        ("I would like to know how many countries have a museum", "how many countries have a museum"),
        ("Please tell us about museums in the region", "museums in the region"),
        ("Tell me about Mauritius", "Tell me about Mauritius"),
        ("What does the MGI say about harbour clocks?", "harbour clocks?"),
        ("What do the reports tell us on clocks", "clocks"),
        ("Is there anything on clocks?", "clocks?"),
        ("Which towns have worked on clocks in Peru?", "clocks in Peru?"),
        ("Which Peruvian towns work on clocks?", "clocks? Peruvian"),
        ("Which towns in the Alps have stories on clocks?", "clocks? in the Alps"),
        ("What share of towns work on clocks?", "What share of towns work on clocks?"),
        ("What is said about tide museums?", "tide museums?"),
        ("Local examples on clocks", "clocks"),
        ("What is said in Peru about clocks?", "What is said in Peru about clocks?"),
        ("What does the harbour master say about clocks?", "What does the harbour master say about clocks?"),
        ("What is a tide museum, in plain English?", "What is a tide museum?"),
        ("What are the ports in the Insights publication?", "What are the ports?"),
        ("What is in Success Stories 2023?", "What is in Success Stories 2023?"),
        ("Any examples?", "Any examples?"),
        ("What did Mali do?", "What did Mali do?"),
        ("Can you compare Mali and Chad?", "Can you compare Mali and Chad?"),
    ],
)
def test_what_only_asks_is_not_searched_for(question: str, left: str) -> None:
    assert without_preamble(question) == left


@pytest.mark.parametrize(
    ("question", "intent", "plain"),
    [
        ("What is the state of play on tide museums?", "fact", "tide museums"),
        ("I need information on tide museums for a speech.", "fact", "tide museums"),
        ("Are tide museums covered?", "yes_no", "tide museums"),
        ("What are the recommendations on tide museums?", "advice", "How can governments improve tide museums?"),
        ("Which recommendations mention tide museums?", "advice", "How can governments improve tide museums?"),
        ("Any advice on local governments?", "advice", "How can governments improve local governments?"),
        ("How common are measures on tide museums?", "figure", "How many countries act on tide museums?"),
        ("Any figures on tide museums?", "figure", "tide museums"),
        ("Is there a success story about tide museums?", "example", "Examples on tide museums"),
        ("What did the master do about tide museums?", "fact", "What did the master do about tide museums?"),
        ("What do you think about tide museums?", "fact", "What do you think about tide museums?"),
        ("What is there on everything?", "fact", "What is there on everything?"),
        ("I'm writing an essay on tide museums. Anything useful here?", "fact", "tide museums"),
        ("We are a port worried about tide museums. Who near us did something?", "example", "Examples on tide museums"),
        ("Our tide museum leaks: any advice?", "advice", "How can governments improve Our tide museum leaks?"),
        ("Tide museums leak. What did the master do?", "fact", "Tide museums leak. What did the master do?"),
        ("Tide museums leak. Say it.", "fact", "Tide museums leak. Say it."),
        ("Tide museums often leak. Any advice?", "advice", "Tide museums often leak"),
        ("Is it among other cases for the first time?", "fact", "Is it among other cases for the first time?"),
        ("Tide museums", "fact", "Tide museums"),
        ("About tide museums", "fact", "About tide museums"),
        (
            "What is known on museums that were built beside the tide?",
            "fact",
            "What is known on museums that were built beside the tide?",
        ),
    ],
)  # fmt: skip
def test_a_question_that_is_all_form_but_its_topic_is_put_plainly(question: str, intent: str, plain: str) -> None:
    assert plainly(question, intent) == plain
