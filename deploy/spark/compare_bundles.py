"""Compares an archive of bundles on Apache Spark: README.md beside this file says how to run it.

Every task pipes its bundles to one `parallax compare --format=jsonl` and writes its own Parquet files,
which stay when the run is killed; the next run leaves out what they hold.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Any, NamedTuple

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

# A bundle has either an answer or an error.
ANSWERS_SCHEMA = """
  id string,
  digest string,
  day string,
  compared_time timestamp,
  answer string,
  model_id string,
  fact_count int,
  flags array<struct<kind string, severity string, confidence double, rule string, key string,
    group_id string, fact_id string, report_ids array<string>, explanation string>>,
  error struct<code int, reason string, message string>
"""

# The fields of parallax.v1.Report, under their names in JSON.
REPORTS_SCHEMA = """array<struct<id string, outlet string, headline string, text string, html string,
  publishTime string, uri string, languageCode string>>"""

UNKNOWN_DAY = "unknown"


class Answer(NamedTuple):
    """One row of ANSWERS_SCHEMA."""

    id: str
    digest: str
    day: str
    compared_time: datetime
    answer: str | None = None
    model_id: str | None = None
    fact_count: int | None = None
    flags: list[tuple[Any, ...]] | None = None
    error: tuple[int, str, str] | None = None


def read_bundles(spark: SparkSession, path: str, form: str, flags: Iterable[str]) -> DataFrame:
    """Columns id, day, reports (JSON; null for a line that is no bundle) and digest, which stands for
    all that the answer depends on."""
    if form == "jsonl":
        # As text, so that a line that is no bundle is kept as an error, and so that a misspelt field
        # of a report is one, too.
        bundles = spark.read.text(path).where(F.trim("value") != "").select(
            F.get_json_object("value", "$.id").alias("id"),
            F.get_json_object("value", "$.day").alias("day"),
            F.get_json_object("value", "$.reports").alias("reports"),
            "value",
        )
    else:
        table = spark.read.parquet(path)
        day = F.col("day").cast("string") if "day" in table.columns else F.lit(None)
        bundles = table.select(
            F.col("id").cast("string").alias("id"),
            day.alias("day"),
            F.to_json("reports").alias("reports"),
            F.lit("").alias("value"),
        )
    first_day = F.substring(
        F.array_min(F.from_json("reports", REPORTS_SCHEMA).getField("publishTime")), 1, 10
    )
    day = F.coalesce("day", first_day)
    digest = F.sha2(F.concat_ws("\n", F.coalesce("reports", "value"), F.lit(" ".join(flags))), 256)
    return bundles.select(
        F.coalesce("id", F.concat(F.lit("line-"), F.substring(digest, 1, 16))).alias("id"),
        F.when(day.rlike(r"^\d{4}-\d\d-\d\d$"), day).otherwise(UNKNOWN_DAY).alias("day"),
        "reports",
        digest.alias("digest"),
    )


def read_answers(spark: SparkSession, path: str) -> DataFrame:
    """All rows written so far; none where nothing was."""
    folder = spark._jvm.org.apache.hadoop.fs.Path(path)
    if not folder.getFileSystem(spark._jsc.hadoopConfiguration()).exists(folder):
        return spark.createDataFrame([], ANSWERS_SCHEMA)
    return spark.read.schema(ANSWERS_SCHEMA).parquet(path)


def latest(answers: DataFrame) -> DataFrame:
    """One row a bundle: of bundles that changed or were tried again, what came of it last."""
    by_time = Window.partitionBy("id").orderBy(F.desc("compared_time"))
    return answers.withColumn("row", F.row_number().over(by_time)).where("row = 1").drop("row")


class Comparer:
    """One `parallax compare`, asked line by line. Started when first asked, and again after it died,
    so that a bundle that ends it costs that bundle alone. Of one thread."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def ask(self, line: str) -> str:
        """The line that answers `line`. Raises RuntimeError where the command does not work at all,
        ConnectionError where it died of this line."""
        if self._process is None:
            self._process = self._start()
        answer = self._exchange(self._process, line)
        if answer.endswith("\n"):
            return answer
        status = self._process.wait()
        self._process = None
        raise ConnectionError(f"the comparison ended with status {status}")

    def close(self) -> None:
        if self._process is not None:
            self._process.stdin.close()
            self._process.wait()

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        # A request that is refused at once shows that the command is there and was rightly called.
        if not self._exchange(process, "{}").startswith('{"error":'):
            process.kill()
            status = process.wait()
            raise RuntimeError(f"{' '.join(self._command)} does not answer (status {status})")
        return process

    @staticmethod
    def _exchange(process: subprocess.Popen[str], line: str) -> str:
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return ""
        return process.stdout.readline()


def error_of(status: dict[str, Any]) -> tuple[int, str, str]:
    """A google.rpc.Status in JSON as a value of the column `error`."""
    reasons = (detail.get("reason") for detail in status.get("details", ()))
    return (status["code"], next(filter(None, reasons), ""), status["message"])


def flag_of(difference: dict[str, Any]) -> tuple[Any, ...]:
    """A parallax.v1.Difference in JSON as an element of the column `flags`."""
    reports = dict.fromkeys(r for p in difference["positions"] for r in p["reportIds"])
    return (
        difference["kind"],
        difference["severity"],
        float(difference["confidence"]),
        difference["rule"],
        difference["key"],
        difference["groupId"],
        difference["factId"],
        list(reports),
        difference["explanation"],
    )


def compare(comparer: Comparer, bundle: Any) -> Answer:
    """`bundle`: a row of read_bundles."""

    def row(**rest: Any) -> Answer:
        now = datetime.now(timezone.utc)
        return Answer(bundle.id, bundle.digest, bundle.day, now, **rest)

    if bundle.reports is None:
        return row(error=(3, "MALFORMED_REQUEST", "not a JSON object with reports"))
    try:
        answer = comparer.ask('{"reports":' + bundle.reports.replace("\n", " ") + "}")
    except ConnectionError as error:
        return row(error=(13, "PROCESS_ENDED", str(error)))
    message = json.loads(answer)
    if "error" in message:
        return row(error=error_of(message["error"]))
    return row(
        answer=answer.rstrip("\n"),
        model_id=message["modelId"],
        fact_count=len(message["facts"]),
        flags=[flag_of(difference) for difference in message["differences"]],
    )


def compare_all(bundles: Iterable[Any], command: list[str], counts: dict[str, Any]) -> Iterator[Answer]:
    comparer = Comparer(command)
    try:
        for bundle in bundles:
            answer = compare(comparer, bundle)
            counts["answers" if answer.error is None else "errors"].add(1)
            yield answer
    finally:
        comparer.close()


def run(spark: SparkSession, options: argparse.Namespace) -> dict[str, int]:
    """Compares what is to do; how many bundles were done before, answered now, and not answered."""
    bundles = read_bundles(spark, options.input, options.form, options.flags)
    done = read_answers(spark, options.output)
    if options.retry_errors:
        done = done.where("error is null")
    todo = bundles.join(done.select("id", "digest").distinct(), ["id", "digest"], "left_anti")
    total, left = bundles.count(), todo.count()
    counts = {name: spark.sparkContext.accumulator(0) for name in ("answers", "errors")}
    command = [options.parallax, "compare", "--request=-", "--format=jsonl", *options.flags]
    if left > 0:
        # By day, so that a task writes few files.
        tasks = math.ceil(left / options.bundles_per_task)
        rows = todo.repartitionByRange(tasks, "day", "id").rdd.mapPartitions(
            lambda part: compare_all(part, command, counts)
        )
        spark.createDataFrame(rows, ANSWERS_SCHEMA).write.mode("append").partitionBy("day").option(
            # What a task has written counts from then on, not when all tasks have ended.
            "mapreduce.fileoutputcommitter.algorithm.version",
            "2",
        ).parquet(options.output)
    return {"before": total - left, **{name: count.value for name, count in counts.items()}}


def parse_arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Compares bundles of reports; leaves out those that the output holds already.",
        epilog="Arguments after -- go to `parallax compare`, as --min-confidence=0.6 or --server=...",
    )
    parser.add_argument("--input", required=True, help="files or folders that Spark can read")
    parser.add_argument("--output", required=True, help="folder of the answers")
    parser.add_argument("--form", choices=("jsonl", "parquet"), default="jsonl", help="of the input")
    parser.add_argument("--parallax", default="parallax", help="the program, on every worker")
    parser.add_argument("--bundles-per-task", type=int, default=200, help="what a killed task loses")
    parser.add_argument("--retry-errors", action="store_true", help="also those that ended in errors")
    own, flags = arguments, []
    if "--" in arguments:
        cut = arguments.index("--")
        own, flags = arguments[:cut], arguments[cut + 1 :]
    options = parser.parse_args(own)
    if options.bundles_per_task < 1:
        parser.error("--bundles-per-task must be at least 1")
    options.flags = flags
    return options


def main(arguments: list[str]) -> None:
    options = parse_arguments(arguments)
    spark = SparkSession.builder.appName("parallax-compare").getOrCreate()
    try:
        print(json.dumps(run(spark, options)))
    finally:
        spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
