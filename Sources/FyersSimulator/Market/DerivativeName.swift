import Market
import Money

/// The parts of a derivative's symbol: underlying, expiry, right and strike (FYERS.md §11).
struct DerivativeName: Equatable, Sendable {
  /// What kind of contract it is.
  enum Right: Equatable, Sendable {
    case future
    case call
    case put
  }

  /// `NIFTY`.
  let underlying: String
  let right: Right
  /// The strike in millionths; nil for a future.
  let strike: Int64?
  let year: Int
  let month: Int
  /// The day of a weekly contract; nil for a monthly one.
  let day: Int?

  /// The parts of a name without its exchange, `NIFTY26OCT25000CE`; nil when it is none.
  init?(parsing name: String) {
    var body = Substring(name)
    let right: Right
    if body.hasSuffix("FUT") {
      right = .future
    } else if body.hasSuffix("CE") {
      right = .call
    } else if body.hasSuffix("PE") {
      right = .put
    } else {
      return nil
    }
    body = body.dropLast(right == .future ? 3 : 2)
    // The underlying may hold digits (NIFTYNXT50), so every digit pair is tried, the first fit wins.
    let bytes = Array(body.utf8)
    for start in 1..<max(1, bytes.count) {
      guard let parts = Self.date(bytes[start...], right: right) else { continue }
      underlying = String(decoding: bytes[..<start], as: UTF8.self)
      self.right = right
      (year, month, day, strike) = parts
      return
    }
    return nil
  }

  private static func date(_ bytes: ArraySlice<UInt8>, right: Right)
    -> (year: Int, month: Int, day: Int?, strike: Int64?)?
  {
    guard bytes.count >= 5, let year = number(bytes.prefix(2)) else { return nil }
    let rest = bytes.dropFirst(2)
    if let month = IndianClockText.month(String(decoding: rest.prefix(3), as: UTF8.self)) {
      let tail = rest.dropFirst(3)
      if right == .future { return tail.isEmpty ? (2000 + year, month, nil, nil) : nil }
      guard let strike = strike(tail) else { return nil }
      return (2000 + year, month, nil, strike)
    }
    guard right != .future, let code = rest.first, let month = weeklyMonth(code),
      let day = number(rest.dropFirst().prefix(2)), rest.count > 3,
      CivilDate(year: 2000 + year, month: month, day: day) != nil,
      let strike = strike(rest.dropFirst(3))
    else { return nil }
    return (2000 + year, month, day, strike)
  }

  private static func strike(_ bytes: ArraySlice<UInt8>) -> Int64? {
    guard let micros = DecimalText.parse(bytes: bytes, decimals: 6), micros > 0 else { return nil }
    return micros
  }

  private static func number(_ bytes: some Collection<UInt8>) -> Int? {
    guard bytes.count == 2, bytes.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    return bytes.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  private static func weeklyMonth(_ code: UInt8) -> Int? {
    switch code {
    case UInt8(ascii: "1")...UInt8(ascii: "9"): Int(code) - 0x30
    case UInt8(ascii: "O"): 10
    case UInt8(ascii: "N"): 11
    case UInt8(ascii: "D"): 12
    default: nil
    }
  }

  /// The expiry date: the day of a weekly contract, else the month's last Tuesday (BSE: Thursday).
  ///
  /// The weekdays are those in force since September 2025 (INDIA.md §5.2).
  func expiryDate(isBSE: Bool) -> CivilDate? {
    if let day { return CivilDate(year: year, month: month, day: day) }
    for day in stride(from: 31, through: 1, by: -1) {
      if let date = CivilDate(year: year, month: month, day: day),
        date.weekday == (isBSE ? 3 : 1)
      {
        return date
      }
    }
    return nil
  }
}
