from __future__ import annotations

import pytest

from mgi_assistant.places import default_gazetteer
from mgi_assistant.usual_wording import people_by_country, usually


@pytest.mark.parametrize(
    ("question", "usual"),
    [
        ("how much countries keep clocks", "how many countries keep clocks"),
        ("Hello there, which towns keep clocks?", "which towns keep clocks?"),
        ("Three towns with clocks, names?", "Which are Three towns with clocks?"),
        ("A speech has to mention the two clocks of Lima. What are they called?", "Which are the two clocks of Lima?"),
        ("What are the three clocks called?", "Which are the three clocks?"),
        ("My teacher keeps saying “MGI”. What is it?", "What is the MGI?"),
        ("In a nutshell, what is a clock?", "what is a clock?"),
        ("What are the MGI supposed to be?", "What are the MGI?"),
        ("Who's the woman who wrote the booklet?", "who wrote the booklet?"),
        ("If our city joins the MGI, how many clocks are wound?", "how many clocks are wound?"),
        ("If our city floods, how many clocks are wound?",) * 2,
        ("Are there many or few countries that keep clocks?", "How many countries keep clocks?"),
        ("Do governments usually keep clocks?", "How common is it for governments to keep clocks?"),
        ("Do governments keep clocks more often?",) * 2,
        ("How many keep clocks, to see if tides turn?", "How many keep clocks?"),
        ("Which clock did they use besides this one?", "Which clock did they use?"),
        ("Did the country join or only the capital?", "Did the country join?"),
        ("Who took part only below the national level?", "Which countries took part only at the local level?"),
        (
            "Which participants took part only at the local level, and not nationally?",
            "Which countries took part only at the local level?",
        ),
        ("Lima – what is the project about?", "What is said about Lima?"),
        ("What is the length of the questionnaire?", "how many questions does the MGI ask?"),
        ("Who is drafting a clock law?", "Which places are drafting a clock law?"),
        ("Who is chairing the clock office?", "who chairs the clock office?"),
        ("Island states that have wound their clocks?", "Which Island states have wound their clocks?"),
        ("Headcount of officials in ports?", "how many officials in ports?"),
        (
            "How many national and how many local assessments have clocks?",
            "how many national assessments have clocks, and how many local assessments have clocks?",
        ),
        (
            "How many countries and cities keep clocks?",
            "How many countries and cities keep clocks?",
        ),
        (
            "How many countries and how many cities took part in 2019?",
            "How many countries took part in 2019, and how many cities took part in 2019?",
        ),
        (
            "The number of countries and of local jurisdictions assessed, please",
            "How many countries took part, and how many local jurisdictions took part?",
        ),
        ("How many items does the questionnaire contain?", "how many questions does the MGI ask?"),
        ("Which govt keeps clocks w/ bells w/o hands?", "Which government keeps clocks with bells without hands?"),
        ("MGI launch year", "When was the MGI established?"),
        ("Was the museum founded before or after 2015?", "When was the museum founded?"),
        ("mgi purpose for ports", "What are the MGIs for?"),
        ("How many times has an MGI been repeated?", "how many follow-up assessments were there?"),
        ("Has any city ever repeated the exercise?", "How many follow-up assessments were there?"),
        ("Who's putting up the cash for the clocks?", "who funds the clocks?"),
        ("List the clocks. How many are there in total?", "List the clocks."),
        ("Why did Lima wind it, was it the tide?", "Why did Lima wind it?"),
        ("Is the booklet published under a free licence?", "Under which licence is the publication made available?"),
        ("Why does Spain have a star in the list?", "Did Spain take part at the national level?"),
        ("How much percent of countries keep clocks?", "what percentage of countries keep clocks?"),
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
        ("How many country-level clocks are there?", "How many national clocks are there?"),
        ("Do you know of a town that keeps clocks?", "Which town is there that keeps clocks?"),
        ("In how many cases did a government keep clocks?", "how many governments keep clocks?"),
        ("How many clocks are in the 2024 Insights report?", "How many clocks are in the Insights report?"),
        ("Who runs the MGI?", "What are the Migration Governance Indicators?"),
        ("Who runs the MGI office in Peru?", "Who runs the MGI office in Peru?"),
        ("How many nations think of tides when they build?", "How many nations consider tides when they build?"),
        ("On which page of the booklet is Peru?", "What is said about Peru?"),
        ("On which page?", "On which page?"),
        ("For a speech on ports: how many keep clocks?", "how many keep clocks?"),
        ("We are looking for towns that keep clocks. Who does?", "Which towns keep clocks?"),
        ("I hear a lot about the MGI. What is it?", "What is the MGI?"),
        ("I hear a lot about clocks. What is it?", "I hear a lot about clocks. What is it?"),
        ("Apart from Lima, which towns keep clocks?", "which towns keep clocks?"),
        ("Which towns keep clocks besides Lima?", "Which towns keep clocks?"),
        ("Which towns keep clocks besides tide tables?", "Which towns keep clocks besides tide tables?"),
        ("Under what licence is the booklet published?", "Under which licence is the publication made available?"),
        ("May our museum reuse the booklet?", "Under which licence is the publication made available?"),
        ("What are the goals the report is built around?", "What are the goals?"),
        ("Who else adopted such a clock this way?", "Which other places adopted such a clock this way?"),
        ("Who else adopted it?", "Who else adopted it?"),
        ("Which towns besides Lima took part in Peru?", "Which towns took part in Peru?"),
        ("Please list the topics that come under safer seas.", "Please list the policy areas belong to safer seas."),
        ("Which policy fields fall under the heading of safer seas?", "Which policy areas belong to safer seas?"),
        ("What are the MGIs meant to do for governments?", "What are the MGIs for?"),
        ("Whose views did the harbour office seek on clocks?", "Who was consulted by the harbour office on clocks?"),
        ("In what year did the programme begin?", "In what year did the MGI begin?"),
        ("What does the programme begin with?", "What does the programme begin with?"),
        ("How long is the questionnaire?", "how many questions does the MGI ask?"),
        ("Under what terms can I reuse the clock book?", "Under which licence is the publication made available?"),
        ("In a few words, what are clocks?", "what are clocks?"),
        ("Who puts up the money for this programme?", "who funds the MGI?"),
        ("Why do the books give different numbers of participating towns?",) * 2,
        ("Why do the books give different numbers of countries?", "How many countries took part?"),
        (
            "Is migration in tide plans? I need the percentage.",
            "What percentage of countries: Is migration in tide plans?",
        ),
        ("Which ports are there, national as well as local?", "Which ports are there?"),
        ("Where in the world did it help?", "In which countries did it help?"),
        ("Which are the countries that keep clocks?", "Which countries are among those that keep clocks?"),
        ("What about women who migrate?", "What about migrant women?"),
        ("Lima's clock: how old is it and who winds it?", "how old is Lima's clock and who winds Lima's clock?"),
        ("I need one clock: how old is it?", "I need one clock: how old is it?"),
        ("Sum up the advice on clocks.", "What is recommended on clocks."),
        ("Which clocks are kept, for a one-page note?", "Which clocks are kept?"),
        ("Any story on clocks?", "Is there an example of clocks?"),
        ("What is Kiel's experience?", "What did Kiel do?"),
        ("What was the experience of Kiel with the MGI?", "What did Kiel do?"),
        ("Why do towns matter?", "Why are local governments important?"),
        ("What on earth are tides?", "What are tides?"),
        ("and across the border in Peru?", "and in Peru?"),
        ("what r the tides?", "what are the tides?"),
        ("Which African capitals keep clocks?", "Which African cities keep clocks?"),
        ("Which capitals keep clocks?", "Which cities keep clocks?"),
        ("When did all this start?", "When did the MGI start?"),
        ("Tide clocks, how many of those were made?", "How many Tide clocks were made?"),
        (
            "Did Chile join as a country or solely through its towns?",
            "Did Chile join at the national level or only at the local level?",
        ),
        (
            "Where is it, under what conditions is such a clock found more often?",
            "Where is it, where is it more common?",
        ),
    ],
)
def test_what_is_asked_in_an_unusual_way_is_put_in_the_usual_one(question: str, usual: str) -> None:
    assert usually(question) == usual


@pytest.mark.parametrize(
    "either",
    [
        "as a country or only some of its cities",
        "as a state, or just one of its towns",
        "as a nation or through its cities",
    ],
)
def test_a_country_or_its_localities_is_a_matter_of_level(either: str) -> None:
    assert (
        usually(f"Was Spain assessed {either}?")
        == "Was Spain assessed at the national level or only at the local level?"
    )


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many Peruvians leave each year?", "How many people from Peru leave each year?"),
        ("how many Kyrgyz people go abroad?", "how many people from Kyrgyzstan go abroad?"),
        ("How many Peruvian cities took part?",) * 2,
        ("How many Pilots leave?",) * 2,
    ],
)
def test_people_of_a_country_are_counted_as_from_there(question: str, asked: str) -> None:
    assert people_by_country(question, default_gazetteer()) == asked
