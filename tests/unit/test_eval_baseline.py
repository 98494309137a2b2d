"""The baseline: what llama-index finds by default, quoted faithfully."""

from pathlib import Path

from mgi_eval.baseline import SENTENCES, baseline
from mgi_eval.run import judge
from tests.unit.eval_fakes import library, small_set
from tests.unit.fakes import HashedEmbedder


def test_the_baseline_quotes_what_stands_there_and_never_declines(tmp_path: Path) -> None:
    asked, shelf, done = small_set(tmp_path), library(), list[int]()
    answers = baseline(asked, shelf, HashedEmbedder(), done.append)
    assert done == list(range(1, len(asked.cases) + 1))
    assert set(answers.by_id) == {case.id for case in asked.cases}
    assert set(answers.standalone) == {"then-peru"}
    for scored in judge(asked, answers, shelf).scored:
        response = scored.item.response
        assert response.status == "answered"
        assert 0 < len(response.citations) <= SENTENCES
        assert scored.ratios["verbatim_rate"].right == scored.ratios["verbatim_rate"].of
    best = answers.by_id["flood"].citations[0]
    assert "flood register" in best.quote
