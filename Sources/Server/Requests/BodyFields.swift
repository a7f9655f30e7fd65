import HTTPTypes
import Money
import Trading
import WireText

/// The fields of a request's body, read exactly.
///
/// A field of the wrong type makes the request malformed (400). A number that could be a price or a
/// quantity but is none, such as zero, is for the gate to refuse by its code (422).
struct BodyFields {
  private let name: String
  private let members: [JSONObject.Member]

  /// The fields of a whole body.
  ///
  /// - Parameters:
  ///   - body: The bytes; none count as an object without fields.
  ///   - known: The names that may occur.
  /// - Throws: ``ApiFailure`` when the body is no object, or a name is not known.
  init(_ body: [UInt8], known: [String]) throws(ApiFailure) {
    let node: JSONValue
    do {
      node = body.isEmpty ? .object([:]) : try JSONReader.read(body)
    } catch {
      throw .malformed(error.description)
    }
    try self.init(node, name: "", known: known)
  }

  private init(_ node: JSONValue, name: String, known: [String]) throws(ApiFailure) {
    guard let members = node.object?.members else {
      throw .malformed(
        "\(name.isEmpty ? "body" : name): expected a JSON object, was \(node.found)")
    }
    self.name = name
    self.members = members
    for member in members where !known.contains(member.key) {
      throw .malformed(
        "\(path(RequestText.clipped(member.key))): unknown field; expected "
          + (known.isEmpty ? "none" : known.joined(separator: ", ")))
    }
  }

  private func path(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

  /// The value of a field; nil when it is absent or null.
  private func value(_ key: String) -> JSONValue? {
    let value = members.first { $0.key == key }?.value
    return value == .null ? nil : value
  }

  private func required(_ key: String, _ expected: String) throws(ApiFailure) -> JSONValue {
    guard let value = value(key) else {
      throw .malformed("\(path(key)): expected \(expected), was missing")
    }
    return value
  }

  private func unfit(_ key: String, _ expected: String, _ node: JSONValue) -> ApiFailure {
    .malformed("\(path(key)): expected \(expected), was \(node.found)")
  }

  private func decimal(
    _ key: String, _ expected: String, _ node: JSONValue
  ) throws(ApiFailure) -> ExactDecimal {
    let decimal: ExactDecimal? =
      switch node {
      case .number(let text): ExactDecimal(text, .json)
      case .string(let text): ExactDecimal(text, .plain)
      default: nil
      }
    guard let decimal else { throw unfit(key, expected, node) }
    return decimal
  }

  /// The symbol: 1 to 64 printable ASCII characters without blanks.
  func symbol() throws(ApiFailure) -> String {
    let expected = "the name of an instrument such as \"NSE:SBIN-EQ\""
    let node = try required("symbol", expected)
    guard case .string(let text) = node, SymbolText.isFit(text) else {
      throw unfit("symbol", expected, node)
    }
    return text
  }

  /// The quantity, whether or not it can be traded.
  func quantity() throws(ApiFailure) -> RequestedQuantity {
    let expected = "a whole number"
    let node = try required("quantity", expected)
    switch try decimal("quantity", expected, node).units(decimals: 0) {
    case .exactly(let units): return .whole(units)
    case .tooFine: return .invalid(node.foundNumber)
    case .tooLarge: return .invalid("\(node.foundNumber), too large")
    }
  }

  /// A price that is asked for, whether or not it can be; nil when the field is absent.
  func requestedPrice(_ key: String) throws(ApiFailure) -> RequestedPrice? {
    guard let node = value(key) else { return nil }
    let price = try decimal(key, "a price in rupees", node)
    guard price.isPositive else { return .invalid(node.foundNumber) }
    switch price.units(decimals: 9) {
    case .exactly(let nanos) where nanos < 1_000:
      return .invalid("\(node.foundNumber), below a millionth")
    case .exactly(let nanos) where nanos <= RequestedPrice.largestNanos: return .nanos(nanos)
    case .tooFine: return .invalid("\(node.foundNumber), more than nine decimals")
    case .exactly, .tooLarge: return .invalid("\(node.foundNumber), too large")
    }
  }

  /// A price at which somebody traded; it is above zero and has at most six decimals.
  func tradedPrice(_ key: String) throws(ApiFailure) -> Price {
    let node = try required(key, "a price in rupees")
    let price = try decimal(key, "a price in rupees", node)
    guard price.isPositive else { throw refusal(key, "a price above zero", node) }
    return try micros(of: price, key, node)
  }

  /// A price that is bid or asked, of at most six decimals; zero when nobody quotes there.
  func quotedPrice(_ key: String) throws(ApiFailure) -> Price {
    let expected = "a price in rupees, or 0 when nobody quotes"
    let node = try required(key, expected)
    let price = try decimal(key, expected, node)
    guard !price.isPositive else { return try micros(of: price, key, node) }
    guard case .exactly(0) = price.units(decimals: 0) else {
      throw refusal(key, "a price above zero, or 0 when nobody quotes", node)
    }
    return .zero
  }

  private func micros(
    of price: ExactDecimal, _ key: String, _ node: JSONValue
  ) throws(ApiFailure) -> Price {
    switch price.units(decimals: 6) {
    case .exactly(let micros): return Price(micros: micros)
    case .tooFine: throw refusal(key, "at most six decimals", node)
    case .tooLarge: throw refusal(key, "a price below 9223372036854", node)
    }
  }

  private func refusal(_ key: String, _ expected: String, _ node: JSONValue) -> ApiFailure {
    ApiFailure(
      .unprocessableContent, DenialReason.price.rawValue,
      "\(path(key)): expected \(expected), was \(node.foundNumber)")
  }

  /// A count of units from zero up; nil when the field is absent.
  func volume() throws(ApiFailure) -> Int64? {
    guard let node = value("volume") else { return nil }
    let expected = "a whole number from 0 up"
    guard case .exactly(let units) = try decimal("volume", expected, node).units(decimals: 0),
      units >= 0
    else { throw unfit("volume", expected, node) }
    return units
  }

  /// The trailing stop; nil when the field is absent.
  func trailing() throws(ApiFailure) -> ProtectionRequest.Trail? {
    guard let node = value("trailing") else { return nil }
    let fields = try BodyFields(node, name: "trailing", known: ["by", "after", "step"])
    guard let by = try fields.distance("by") else {
      throw .malformed("trailing.by: expected rupees or \"1%\", was missing")
    }
    return ProtectionRequest.Trail(
      by: by, after: try fields.distance("after"), step: try fields.distance("step"))
  }

  private func distance(_ key: String) throws(ApiFailure) -> Distance? {
    guard let node = value(key) else { return nil }
    let expected = "rupees or \"1%\""
    var number = node
    var isPercent = false
    if case .string(let text) = node, text.last == "%" {
      number = .string(String(text.dropLast()))
      isPercent = true
    }
    let decimal: ExactDecimal
    do {
      decimal = try self.decimal(key, expected, number)
    } catch {
      throw unfit(key, expected, node)
    }
    guard decimal.isPositive, case .exactly(let nanos) = decimal.units(decimals: 9) else {
      throw refusal(key, "a distance above zero of at most nine decimals", node)
    }
    return isPercent ? .percent(nanos: nanos) : .points(nanos: nanos)
  }
}

extension JSONValue {
  /// What it is, in a word or its own text, for sentences; at most 40 bytes long.
  fileprivate var found: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let text): RequestText.clipped(text)
    case .string(let text): "\"\(RequestText.clipped(text))\""
    case .array: "a list"
    case .object: "an object"
    }
  }

  /// The digits of a number or of a text that is one.
  fileprivate var foundNumber: String {
    if case .string(let text) = self { return RequestText.clipped(text) }
    return found
  }
}
