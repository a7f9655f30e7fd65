/// Why the broker says no: an error code of FYERS.md §3 and its sentence.
struct Refusal: Error, Equatable, Sendable {
  let code: Int
  let message: String
  /// The HTTP status it travels with.
  var status = 400

  /// A bad parameter.
  static func badInput(_ message: String) -> Refusal { Refusal(code: -50, message: message) }

  /// A rejection by risk management or the exchange.
  static func rejected(_ message: String) -> Refusal {
    Refusal(code: -99, message: "RED:" + message)
  }

  /// A symbol that is not listed.
  static let invalidSymbol = Refusal(code: -300, message: "Invalid symbol provided")

  /// An order id that is not in the book.
  static let unknownOrder = Refusal(code: -51, message: "Please provide a valid order id")

  /// The reply's body.
  var json: Json {
    .of(["s": .string("error"), "code": .int(code), "message": .string(message)])
  }
}
