import HTTPTypes
import Testing
import Trading

@testable import Server

@Suite("Bodies")
struct BodyTests {
  private static let known = ["symbol", "quantity", "trailing", "stop_loss_price"]

  private func failure(_ body: String, _ read: (BodyFields) throws -> Void) -> ApiFailure? {
    do {
      try read(try BodyFields(Array(body.utf8), known: Self.known))
      return nil
    } catch {
      return error as? ApiFailure
    }
  }

  @Test(
    "what is no JSON object of known fields is malformed",
    arguments: [
      "[]", "1", "\"a\"", "null", "{", "{}}", #"{"symbol":}"#, #"{"symbol" "a"}"#, "{'symbol': 1}",
      #"{"symbol": "a", "symbol": "b"}"#, #"{"unknown": 1}"#, #"{"symbol": "a",}"#, "\u{FEFF}{}",
      #"{"symbol": "\ud800"}"#, #"{"symbol": "\x"}"#, #"{"quantity": 01}"#, #"{"quantity": .5}"#,
      #"{"quantity": NaN}"#, #"{"symbol": tru}"#, #"{"symbol": "a"#,
      String(repeating: "[", count: 100_000), #"{"symbol": "# + String(repeating: "[", count: 40),
    ])
  func malformed(body: String) {
    let failure = failure(body) { _ = try $0.symbol() }
    #expect(failure?.status == .badRequest)
    #expect(failure?.code == "BAD_REQUEST")
  }

  @Test("nesting is read to its limit and no further")
  func depth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    let allowed = failure(nested(32)) { _ in }
    #expect(allowed?.message == "body: expected a JSON object, was a list")
    let refused = failure(nested(33)) { _ in }
    #expect(refused?.message == "JSON at byte 32: expected at most 32 levels")
  }

  @Test(
    "fields of a wrong type are malformed, and named",
    arguments: [
      #"{"symbol": "A"}"#, #"{"symbol": "A", "quantity": null}"#,
      #"{"symbol": "A", "quantity": true}"#,
      #"{"symbol": "A", "quantity": "x"}"#, #"{"symbol": "A", "quantity": "1e2"}"#,
      #"{"symbol": "A", "quantity": []}"#, #"{"symbol": "A", "quantity": {}}"#,
    ])
  func wrongTypes(body: String) {
    let failure = failure(body) { _ = try $0.quantity() }
    #expect(failure?.status == .badRequest)
    #expect(failure?.message.hasPrefix("quantity: expected a whole number, was") == true)
  }

  @Test(
    "symbols are short visible ASCII",
    arguments: ["", " ", "A B", "\\n", "é", String(repeating: "A", count: 65)])
  func symbols(text: String) {
    let failure = failure(#"{"symbol": "\#(text)"}"#) { _ = try $0.symbol() }
    #expect(failure?.status == .badRequest)
  }

  @Test("a price that is none is for the gate to refuse, with what was given")
  func prices() throws {
    for (text, price) in [
      ("545.00", RequestedPrice.nanos(545_000_000_000)), ("\"0.1\"", .nanos(100_000_000)),
      ("0", .invalid("0")), ("-1", .invalid("-1")), ("1e30", .invalid("1e30, too large")),
      ("1e-30", .invalid("1e-30, more than nine decimals")),
      ("0.000000001", .invalid("0.000000001, below a millionth")),
    ] {
      let fields = try BodyFields(Array(#"{"stop_loss_price": \#(text)}"#.utf8), known: Self.known)
      #expect(try fields.requestedPrice("stop_loss_price") == price)
    }
  }

  @Test("a trailing stop takes rupees and per cent")
  func trailing() throws {
    let body = #"{"trailing": {"by": "1.5%", "after": 2.50, "step": "0.05"}}"#
    let trail = try BodyFields(Array(body.utf8), known: Self.known).trailing()
    #expect(trail?.by == .percent(nanos: 1_500_000_000))
    #expect(trail?.after == .points(nanos: 2_500_000_000))
    #expect(trail?.step == .points(nanos: 50_000_000))
    for (text, status) in [
      (#"{"by": "x%"}"#, 400), (#"{"by": "%"}"#, 400), ("{}", 400), ("5", 400),
      (#"{"by": 1, "of": 2}"#, 400), (#"{"by": 0}"#, 422), (#"{"by": "-1%"}"#, 422),
      (#"{"by": 1e99}"#, 422),
    ] {
      let failure = failure(#"{"trailing": \#(text)}"#) { _ = try $0.trailing() }
      #expect(failure?.status.code == status, "\(text)")
    }
  }
}
