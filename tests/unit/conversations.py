"""Conversations as people have them, with what the last question must be understood to say and must not."""

from __future__ import annotations

from typing import NamedTuple


class Conversation(NamedTuple):
    """Questions, the last of which is understood: ``has`` and ``lacks`` are matched in small letters."""

    questions: tuple[str, ...]
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def _talk(*questions: str, has: str = "", lacks: str = "") -> Conversation:
    split = lambda text: tuple(part.strip() for part in text.split("|") if part.strip())  # noqa: E731
    return Conversation(questions, split(has), split(lacks))


MOST = "Do most countries have measures against discrimination?"
MALI = "What did Mali do about floods?"
CSO = "How many countries work with civil society?"

CONVERSATIONS = (
    # The same again.
    _talk(CSO, "Which source says so?", has="how many countries work with civil society", lacks="source"),
    _talk(CSO, "just the figure please", has="how many countries work with civil society", lacks="figure"),
    _talk(MALI, "where does it say that?", has="what did mali do about floods", lacks="say"),
    _talk(MALI, "Quote the source", has="what did mali do about floods", lacks="quote"),
    _talk(CSO, "How does that compare with business?", has="how many countries work with business", lacks="compare"),
    _talk(
        "How many countries work with NGOs?", "and for the private sector?", has="work with the private", lacks="ngo"
    ),
    _talk("What did Mauritius do?", "Was it a repeat or the first one?", has="or the first one", lacks="or mauritius"),
    _talk("Which country in Asia wrote a plan?", "Until what year does it run?", lacks="inning"),
    _talk(MALI, "On which page of the booklet can I find that?", has="what did mali do about floods", lacks="page"),
    _talk(MALI, "can you give me the page number", has="what did mali do about floods", lacks="page"),
    _talk(CSO, "What is the figure for Germany?", has="germany work with civil society", lacks="figure"),
    _talk("What is the MGI?", "And who pays for all this?", has="who pays for the mgi", lacks="all this"),
    _talk("What is the MGI?", "How does that help?", has="how does the mgi help"),
    _talk("What is the MGI?", "Does this town keep clocks?", has="this town", lacks="mgi"),
    # Another subject.
    _talk(MALI, "Let's talk about data instead", has="tell me about data", lacks="mali|instead"),
    _talk(CSO, "Thanks. Now the diaspora please", has="tell me about the diaspora", lacks="civil society|please"),
    _talk(CSO, "Now tell me what Mali did please", has="what mali did", lacks="civil society"),
    _talk("Did Kenya take part?", "Which cities?", has="cities in kenya", lacks="countries"),
    # Another place.
    _talk(MOST, "and Mali?", has="mali|measures against discrimination", lacks="most countries|?mali"),
    _talk("Which countries train border staff?", "and Kenya?", has="kenya|train border staff", lacks="which countries"),
    _talk(MALI, "what about Ghana", has="ghana|floods", lacks="mali"),
    _talk("Has Peru adopted a migration strategy?", "And Chile and Cuba?", has="chile|cuba|strategy", lacks="peru"),
    _talk("What share of countries involve their diaspora?", "Nepal?", has="nepal|diaspora", lacks="share"),
    _talk(MALI, "ok, thanks. And in Niger?", has="niger|floods", lacks="mali|thanks"),
    _talk("What did Uruguay do for refugees?", "not Uruguay, Paraguay", has="paraguay|refugees", lacks="uruguay"),
    _talk("What share of states has a flood plan?", "What does it recommend?", has="a flood plan", lacks="hassing"),
    _talk("What share of states brings NGOs together?", "and what is advised?", has="bringing ngos", lacks="bringsing"),
    _talk("Which African countries took part?", "only the southern ones", has="in southern africa"),
    _talk(MALI, "who else did so?", has="countries and cities|floods", lacks="mali"),
    _talk(MALI, "Which other countries did?", has="which countries|floods", lacks="mali"),
    _talk("What happened in Niger?", "sorry, I meant Nigeria", has="nigeria", lacks="niger?|sorry|meant"),
    _talk("How do governments reach citizens abroad?", "same for Jamaica", has="jamaica|citizens abroad"),
    _talk(
        "Which cities in Ecuador took part?", "and Colombia?", has="which cities|colombia|took part", lacks="ecuador"
    ),
    _talk("Did Chile take part?", "And its neighbour Argentina?", has="argentina|take part", lacks="chile"),
    _talk(MALI, "and Chad?", "And what about Togo?", has="togo|floods", lacks="chad|mali"),
    # Only some of them.
    _talk("Which countries have a flood plan?", "only in Africa", has="which countries|africa|flood plan"),
    _talk("How many countries collect migration data?", "Just in Asia.", has="how many countries|asia|data"),
    _talk(MOST, "and in Latin America?", has="latin america|measures against discrimination"),
    _talk("Which African countries have a flood plan?", "only Asia please", has="asia|flood plan", lacks="africa"),
    _talk("Which countries regulate recruiters?", "which of those are local?", has="local|regulate recruiters"),
    _talk("Which countries regulate recruiters?", "which of them are in Africa?", has="africa|regulate recruiters"),
    _talk("Which countries have a flood plan?", "Which of these are islands states?", has="flood plan"),
    _talk("Which governments run hotlines for victims?", "how many of those are local?", has="how many|local|hotlines"),
    _talk("Which countries took part?", "only the small island ones?", has="island"),
    _talk("Which African countries have a flood plan?", "only cities", has="cities|africa|flood plan"),
    # Counts.
    _talk(MOST, "how many do?", has="how many countries|measures against discrimination"),
    _talk("Which countries train judges on trafficking?", "how many?", has="how many countries|judges"),
    _talk("Does Mali have a diaspora policy?", "how many countries do?", has="how many countries|diaspora policy"),
    _talk(CSO, "which ones?", has="which countries|civil society"),
    _talk("Have most countries adopted a climate plan?", "How many have?", has="how many countries|climate plan"),
    _talk(MALI, "and how many people?", has="how many people|mali|floods"),
    # Another topic asked in the same way.
    _talk(CSO, "And the private sector?", has="how many countries work with the private sector", lacks="civil"),
    _talk("What does IOM advise on trafficking?", "same for smuggling", has="advise|smuggling", lacks="trafficking"),
    _talk(MALI, "what about droughts?", has="mali|droughts", lacks="floods"),
    _talk("How can governments protect migrant workers?", "ok and for women?", has="protect|women"),
    _talk("What is recommended on migration data?", "And climate?", has="recommended|climate", lacks="data"),
    _talk("Which countries in Africa act against racism?", "and statelessness?", has="africa|statelessness"),
    _talk("What share of countries trace missing migrants?", "what about smuggling networks?", has="share|smuggling"),
    # Another level.
    _talk(MOST, "what about cities?", has="cities|measures against discrimination", lacks="countries"),
    _talk(CSO, "and local governments?", has="how many local governments|civil society", lacks="countries"),
    _talk("What should governments do about xenophobia?", "I meant local governments", has="local gov|xenophobia"),
    _talk("How many cities offer language courses?", "and nationally?", has="countr|language courses", lacks="cities"),
    _talk(MALI, "at the local level?", has="mali|floods|local"),
    _talk(MOST, "is that also true for cities?", has="cities|measures against discrimination"),
    # Words for what was said.
    _talk(MALI, "Who paid for it?", has="who paid|mali|floods", lacks=" it"),
    _talk("What did the MGI do in Mali?", "What did it recommend there?", has="recommend|mali", lacks="there"),
    _talk("What is said about return migration?", "what does it recommend?", has="recommend|return"),
    _talk("What is done against hate speech?", "Does it work?", has="hate speech"),
    _talk(MALI, "When was that?", has="when|mali|floods"),
    _talk("What happened in Medellín?", "who was involved there?", has="medellín|involved", lacks="there"),
    _talk("Did Ecuador take part?", "Which of its cities?", has="cities|ecuador"),
    _talk("What does the Ghanaian government do for emigrants?", "do they vote?", has="ghana|vote"),
    _talk("What did Cambodia prepare?", "Which years does it cover?", has="cambodia|which years"),
    # Hardly a word.
    _talk(MALI, "why?", has="why|mali|floods"),
    _talk("What is done about xenophobia?", "where?", has="xenophobia"),
    _talk("Does Chile have a migration council?", "since when?", has="when|chile|migration council"),
    _talk("Which countries protect domestic workers?", "any examples from there?", has="examples|domestic workers"),
    _talk("What does IOM advise on remittances?", "can you give examples?", has="examples|remittances"),
    _talk(MALI, "more", has="more|mali|floods"),
    _talk("How do countries support survivors of trafficking?", "go on", has="survivors of trafficking"),
    _talk("What is done about xenophobia?", "and why", has="why|xenophobia"),
    _talk(MALI, "how?", has="how|mali|floods"),
    _talk("What did Peru do on data?", "and Chile?", "why?", has="why|chile|data", lacks="peru"),
    # A change of subject.
    _talk("What did the MGI do in Mali?", "What does IOM advise on trafficking?", has="trafficking", lacks="mali"),
    _talk(MALI, "thanks. now tell me about diaspora", has="tell me about diaspora", lacks="mali|flood|thanks"),
    _talk(MALI, "start over", "and Mali?", has="mali", lacks="flood"),
    _talk(MALI, "New topic: which cities took part?", has="which cities took part", lacks="mali|flood"),
    _talk(CSO, "How do countries protect victims of trafficking?", has="victims", lacks="civil"),
    _talk(MALI, "and Ghana?", "Which countries took part?", has="which countries took part", lacks="ghana|flood"),
    _talk(MALI, "What is the MGI?", has="what is the mgi", lacks="mali|flood"),
    _talk(MALI, "Forget that. What about recruiters?", has="recruiters", lacks="mali|flood"),
    # What is the same, what something was and what it is called.
    _talk(CSO, "Is it the same for companies?", has="how many countries|companies", lacks="the same|civil"),
    _talk(CSO, "Does that also apply to unions?", has="how many countries|unions", lacks="apply|civil"),
    _talk("Which town was the first with a plan on floods?", "what did it do?", has="plan on floods", lacks="waing"),
    _talk("What are the recommendations on data?", "How many countries collect it?", has="collect data", lacks="recom"),
    _talk("How can people who work abroad be protected?", "how common are such measures?", has="work abroad"),
    _talk("Which countries have a flood plan?", "how many is that?", has="how many countries|flood plan"),
    _talk("What helps against floods?", "which countries have done so?", has="which countries|floods"),
    _talk("What did Guatemala do?", "Was it the first one?", has="guatemala|first", lacks="more about"),
    _talk("How can floods be kept out?", "any city that did this?", has="which cities|floods", lacks="any city|this"),
    _talk("Which Mexican states have a flood plan?", "how many?", has="how many states|mexico|flood plan"),
    _talk(MALI, "Let's talk about data instead. What's recommended?", has="recommended on data", lacks="mali|talk"),
    # Spanish and French.
    _talk("¿Qué hizo Perú con la diáspora?", "¿y en Ecuador?", has="ecuador|diáspora", lacks="perú"),
    _talk("Qu'a fait le Pérou contre la traite ?", "et au Mali ?", has="mali|traite", lacks="pérou"),
    _talk("¿Cuántos países tienen un plan climático?", "solo en África", has="áfrica|plan climático|cuántos"),
    _talk("Combien de pays ont un plan climat ?", "et les villes ?", has="villes|plan climat", lacks="pays"),
    _talk("¿Qué ciudades de Ecuador participaron?", "¿y Colombia?", has="colombia|ciudades", lacks="ecuador"),
    _talk("Quels pays protègent les travailleurs ?", "seulement en Asie", has="asie|travailleurs|pays"),
)
"""Each second one was kept aside while the rules were made."""
