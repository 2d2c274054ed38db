// Compiled only: the types that a program meets.
import { Client, type Comparison, Kind, ParallaxError, type Quote, Severity } from "parallax-client";
import type { CompareReportsResponse, Fact } from "parallax-client/v1";

const client = new Client("localhost:7340", { tls: { ca: "ca.pem" }, token: async () => "secret" });
const comparison: Comparison = await client.compare(
  [{ outlet: "The Post", text: "One.", published: new Date() }, { html: "<p>Two." }, "Three."],
  { kinds: [Kind.QUANTITY], minSeverity: Severity.LOW, style: "[severity]\nlabel = off\n", timeoutMs: 1000 },
);
const message: CompareReportsResponse = comparison.message;
const facts: readonly Fact[] = comparison.facts;
const quotes: Quote[] = comparison.cards.flatMap((card) => card.quotes);
// @ts-expect-error A report has a body.
void client.analyze({ outlet: "The Post" });
// @ts-expect-error Kinds are no strings.
comparison.cardsWhere({ kinds: ["quantity"] });
console.log(message.modelId, facts.length, quotes.length, client.close(), ParallaxError.name);
