import CLuaBridge
import Market
import Money
import Trading

extension ScriptHost {
  /// The instrument a function was asked about; the prelude passes ids it learned at `bind`.
  @inline(__always)
  func instrumentID(_ values: HostArguments, _ index: Int) throws(HostRefusal) -> InstrumentID {
    guard let id = values.integer(index), id >= 0, id < instrumentCount else {
      throw HostRefusal("unknown symbol")
    }
    return InstrumentID(index: Int32(truncatingIfNeeded: id))
  }

  /// A requested quantity; anything but a number is refused.
  func quantity(
    _ values: HostArguments, _ index: Int, _ what: @autoclosure () -> String
  ) throws(HostRefusal) -> RequestedQuantity {
    if let whole = values.integer(index) { return .whole(whole) }
    guard let number = values.number(index) else {
      throw HostRefusal(
        "\(what()): qty: expected a whole number, was \(values.kind(index))")
    }
    return NumberReading.quantity(number)
  }

  /// A requested price; anything but a number is refused.
  func price(
    _ values: HostArguments, _ index: Int, _ what: @autoclosure () -> String
  ) throws(HostRefusal) -> RequestedPrice {
    if let whole = values.integer(index) { return NumberReading.price(whole) }
    guard let number = values.number(index) else {
      throw HostRefusal("\(what()): expected a price, was \(values.kind(index))")
    }
    return NumberReading.price(number)
  }

  /// A protective level from its unit and number: unit 0 is a price.
  ///
  /// A distance that is no positive number becomes a price that is none, so that the gate denies the
  /// request as it does for prices.
  func level(
    _ values: HostArguments, unit: Int, number: Int, _ what: @autoclosure () -> String
  ) throws(HostRefusal) -> LevelRequest {
    guard let unit = values.integer(unit), unit != 0 else {
      return .price(try price(values, number, what()))
    }
    switch try distance(unit: unit, values, number, what()) {
    case .success(let distance): return .distance(distance)
    case .failure(let flaw): return .price(.invalid(flaw.text))
    }
  }

  /// Why a number is no distance.
  struct DistanceFlaw: Error {
    /// What was given: `points(nan)`.
    let text: String
  }

  /// A distance from its unit and number, or what is wrong with the number.
  func distance(
    unit: Int64, _ values: HostArguments, _ number: Int, _ what: @autoclosure () -> String
  ) throws(HostRefusal) -> Result<Distance, DistanceFlaw> {
    guard let value = values.number(number) else {
      throw HostRefusal("\(what()): expected a number, was \(values.kind(number))")
    }
    guard (1...4).contains(unit) else { throw HostRefusal("\(what()): unknown unit") }
    return Self.distance(unit: unit, value)
  }

  /// A distance of a unit from 1 to 4, or what is wrong with the number.
  static func distance(unit: Int64, _ value: Double) -> Result<Distance, DistanceFlaw> {
    let names = ["", "pct", "points", "increments", "R"]
    guard NumberReading.flaw(of: value) == nil, let nanos = NumberReading.nanos(value), nanos > 0
    else { return .failure(DistanceFlaw(text: "\(names[Int(unit)])(\(value))")) }
    switch unit {
    case 1: return .success(.percent(nanos: nanos))
    case 2: return .success(.points(nanos: nanos))
    case 3: return .success(.increments(nanos: nanos))
    default: return .success(.riskMultiples(nanos: nanos))
    }
  }

  /// A tag; at most 64 bytes.
  func tag(_ values: HostArguments, _ index: Int, _ what: @autoclosure () -> String)
    throws(HostRefusal) -> String
  {
    guard !values.isNil(index) else { return "" }
    guard let bytes = values.bytes(index) else {
      throw HostRefusal("\(what()): tag: expected text, was \(values.kind(index))")
    }
    guard bytes.count <= 64 else {
      throw HostRefusal("\(what()): tag: expected at most 64 bytes, was \(bytes.count)")
    }
    return bytes.isEmpty ? "" : String(decoding: bytes, as: UTF8.self)
  }
}
