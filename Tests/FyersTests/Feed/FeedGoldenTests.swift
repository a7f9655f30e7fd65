import Fyers
import Testing
import WireText

@Suite("The data-socket decoder, against the official client's emissions")
struct FeedGoldenTests {
  @Test("the fixtures were found")
  func fixturesAreThere() {
    #expect(Golden.feed.count == 40)
    #expect(Golden.random.count == 150)
  }

  @Test("compatibility mode emits what the official client does, to the byte")
  func compatibilityMode() throws {
    let decoder = FeedCaseDecoder(isCompatible: true)
    for line in Golden.feed + Golden.random {
      #expect(try decoder.decode(line: line.text) == Self.expected(line), "\(line.name)")
    }
  }

  @Test("acknowledgements are due at the frames at which the official client sends them")
  func acknowledgements() throws {
    let decoder = FeedCaseDecoder(isCompatible: true)
    for line in Golden.feed {
      let due = decoder.events(of: try FeedCase(line: line.text)).compactMap { event in
        if case .acknowledge(let number) = event { number } else { nil }
      }
      #expect(
        due.map { FeedRequestEncoder.acknowledgement(of: $0) }
          == (line.json["expected_sent_b64"]?.array ?? []).map { Golden.bytes($0) },
        "\(line.name)")
    }
  }

  /// The cases that the sheet says show bugs of the official client, each with the bug.
  private static let bugs: [String: String] = [
    "dev-pause-resume-acks": "a failed pause says nothing",
    "dev-unsubscribed-topic-kills-rest-of-packet": "a foreign snapshot drops the records after it",
    "dev-multiplier-zero": "a multiplier of 0 silences the topic",
    "dev-prev-close-zero": "an index without a previous close is silent",
    "dev-truncations": "half a record leaves half its values",
    "dev-ack-interval-3": "the interval is read as four bytes; no acknowledgements are sent here",
    "dev-if-update-8-fields-tail": "yearly values replace type and symbol",
  ]

  /// Fields the official client hides or replaces by 0.
  private static let hidden: Set = ["OI", "Yhigh", "Ylow", "lower_ckt", "upper_ckt"]

  @Test("the plain mode differs in the named bugs only")
  func plainMode() throws {
    let decoder = FeedCaseDecoder(isCompatible: false)
    var differing: Set<String> = []
    for line in Golden.feed {
      let ours = Self.withoutHidden(try BrokerJSON.message(try decoder.decode(line: line.text)))
      let theirs = Self.withoutHidden(try BrokerJSON.message(Self.expected(line)))
      if ours != theirs { differing.insert(line.name) }
    }
    #expect(differing.subtracting(Self.bugs.keys).isEmpty)
  }

  /// The output line that the fixture's record asks for.
  private static func expected(_ line: Golden.Line) -> String {
    JSONValue.object([
      "name": .string(line.name),
      "messages": line.json["expected"] ?? .null,
      "errors": line.json["expected_errors"] ?? .null,
    ]).pythonText
  }

  private static func withoutHidden(_ result: JSONValue) -> [JSONValue] {
    ["messages", "errors"].map { key in
      .array(
        (result[key]?.array ?? []).map { message in
          .object(JSONObject((message.object?.members ?? []).filter { !hidden.contains($0.key) }))
        })
    }
  }
}
