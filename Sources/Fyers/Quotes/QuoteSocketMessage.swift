import Market
import Money

/// What the server says on the JSON quote socket.
public enum QuoteSocketMessage: Hashable, Sendable {
  /// A price update.
  case quote(SocketQuote)
  /// A quote that cannot be used, with what is wrong.
  case refused(symbol: String?, reason: String)
  /// Anything else: acknowledgements, errors, `pong`.
  case other(WireJSON)

  /// Reads one text.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: ``WireJSONError`` when it is no JSON and not the word `pong`.
  public init(text: String) throws(WireJSONError) {
    guard text != "pong" else {
      self = .other(.string(text))
      return
    }
    let json = try WireJSONParser.parse(text)
    guard json["T"]?.scalarText == "0" else {
      self = .other(json)
      return
    }
    self = Self.quote(json)
  }

  private static func quote(_ json: WireJSON) -> QuoteSocketMessage {
    guard let symbol = json["K"]?.string, !symbol.isEmpty else {
      return .refused(symbol: nil, reason: "expected a symbol in K")
    }
    guard let ltp = WireDecimal.price(json["LTP"]) else {
      return .refused(
        symbol: symbol, reason: "expected LTP above zero with at most six decimals")
    }
    for side in ["BID", "ASK"] {
      guard let value = json[side], value != .null else { continue }
      // 0 means an empty side of the book; anything unreadable is not to be guessed at.
      guard let text = value.scalarText, let micros = WireDecimal.micros(text), micros >= 0 else {
        return .refused(symbol: symbol, reason: "expected \(side) with at most six decimals")
      }
    }
    let volume = WireDecimal.integer(json["VOL"]) ?? 0
    return .quote(
      SocketQuote(
        symbol: symbol, lastTradedTime: time(json["LTT"]), ltp: ltp,
        bid: WireDecimal.price(json["BID"]), ask: WireDecimal.price(json["ASK"]),
        volume: max(0, volume)))
  }

  /// An epoch in seconds or, from 10¹¹ on, in milliseconds.
  private static func time(_ json: WireJSON?) -> EventTime? {
    guard let epoch = WireDecimal.integer(json), epoch > 0 else { return nil }
    let unit =
      epoch < 100_000_000_000
      ? EventTime.nanosecondsPerSecond : EventTime.nanosecondsPerMillisecond
    let (nanoseconds, overflow) = epoch.multipliedReportingOverflow(by: unit)
    return overflow ? nil : EventTime(nanoseconds: nanoseconds)
  }
}
