public import Market
public import Money
public import WireText

/// What is spoken on the guide's JSON quote socket: sign-in, one subscription a symbol, quotes into
/// ticks.
public struct QuoteSocketFeed: FeedProtocol {
  /// What is handed on.
  public enum Output: Sendable {
    /// A price update.
    case tick(FeedTick)
    /// The server reports an error, or a quote cannot be used.
    case problem(String)
    /// The server answers a subscription: whether it knows the symbol.
    case answered(symbol: String, isKnown: Bool)
  }

  /// None: the first text carries the token.
  public let authorization = Authorization.none
  /// The guide names no answer to the sign-in.
  public let isReadyWhenOpen = true
  /// Silence while markets are active means that something is wrong.
  public let expectsData = true
  /// A word the server answers with `pong`.
  public var pingMessage: SocketMessage? { .text("ping") }

  private let symbols: [String]
  private let instruments: [[UInt8]: InstrumentID]
  private let user: String?

  /// A feed of symbols.
  ///
  /// - Parameters:
  ///   - symbols: What to subscribe to.
  ///   - user: The user's id; nil for the one the token names.
  public init(symbols: [(symbol: String, instrument: InstrumentID)], user: String? = nil) {
    self.symbols = symbols.map(\.symbol)
    self.user = user
    var instruments: [[UInt8]: InstrumentID] = [:]
    for entry in symbols { instruments[Array(entry.symbol.utf8)] = entry.instrument }
    self.instruments = instruments
  }

  /// Signs in and asks for every symbol.
  public mutating func onOpen(token: AccessToken) -> [SocketMessage] {
    let sign = QuoteSocketRequest.open(
      user: user ?? token.accountID ?? "", token: token.jwt.reveal())
    let requests = [sign] + symbols.map { QuoteSocketRequest.subscribe(symbol: $0) }
    return requests.map { .text($0.text) }
  }

  /// What asks for symbols again that the server did not know.
  public func asking(for symbols: [String]) -> [SocketMessage] {
    symbols.map { .text(QuoteSocketRequest.subscribe(symbol: $0).text) }
  }

  /// Reads one text.
  public mutating func receive(
    _ message: SocketMessage, at time: ReceiptTime
  ) -> Reception<Output> {
    guard case .text(let text) = message else { return Reception(.malformed) }
    let read: QuoteSocketMessage
    do throws(JSONFault) {
      read = try QuoteSocketMessage(text: text)
    } catch {
      return Reception(.malformed, outputs: [.problem("quote socket: \(error.socketSentence)")])
    }
    switch read {
    case .quote(let quote):
      // A symbol nobody asked for is no reason to stop, and belongs to nobody.
      guard let instrument = instruments[Array(quote.symbol.utf8)] else { return Reception(.data) }
      return Reception(
        .data, outputs: [.tick(quote.tick(instrument: instrument, receivedAt: time))])
    case .refused(let symbol, let reason):
      let name = Redactor.cleaned(symbol ?? "a quote")
      return Reception(.control, outputs: [.problem("quote socket: \(name): \(reason)")])
    case .other(let json): return control(json)
    }
  }

  private func control(_ json: JSONValue) -> Reception<Output> {
    let isError = json["s"]?.string == "error"
    if json["T"]?.string == "SUB", let symbol = json["K"]?.string,
      instruments[Array(symbol.utf8)] != nil
    {
      return Reception(.control, outputs: [.answered(symbol: symbol, isKnown: !isError)])
    }
    guard isError else { return Reception(.control) }
    let words = Redactor.cleaned(json["message"]?.string ?? "an error without a message")
    let problem = Output.problem("quote socket: \(words)")
    guard json["T"]?.string == "OP" else { return Reception(.control, outputs: [problem]) }
    return Reception(
      .refused(code: WireDecimal.integer(json["code"]) ?? -15), outputs: [problem])
  }
}

/// What a client says on the JSON quote socket.
public enum QuoteSocketRequest: Hashable, Sendable {
  /// Presents the user and the token; the first text of a connection.
  case open(user: String, token: String)
  /// Asks for the quotes of a symbol.
  case subscribe(symbol: String)

  /// The text to send.
  public var text: String {
    switch self {
    case .open(let user, let token):
      JSONValue.object([
        "T": .string("OP"), "uid": .string(user), "token": .string(token),
      ]).pythonText
    case .subscribe(let symbol):
      JSONValue.object(["T": .string("SUB"), "K": .string(symbol)]).pythonText
    }
  }
}

/// What the server says on the JSON quote socket.
public enum QuoteSocketMessage: Hashable, Sendable {
  /// A price update.
  case quote(SocketQuote)
  /// A quote that cannot be used, with what is wrong.
  case refused(symbol: String?, reason: String)
  /// Anything else: acknowledgements, errors, `pong`.
  case other(JSONValue)

  /// Reads one text.
  ///
  /// - Parameter text: The whole text.
  /// - Throws: `JSONFault` when it is no JSON and not the word `pong`.
  public init(text: String) throws(JSONFault) {
    guard text != "pong" else {
      self = .other(.string(text))
      return
    }
    let json = try BrokerJSON.message(text)
    guard json["T"]?.text == "0" else {
      self = .other(json)
      return
    }
    self = Self.quote(json)
  }

  private static func quote(_ json: JSONValue) -> QuoteSocketMessage {
    guard let symbol = json["K"]?.string, !symbol.isEmpty else {
      return .refused(symbol: nil, reason: "expected a symbol in K")
    }
    guard let ltp = WireDecimal.price(json["LTP"]) else {
      return .refused(
        symbol: symbol, reason: "expected LTP above zero with at most six decimals")
    }
    guard let bid = side(json["BID"]), let ask = side(json["ASK"]) else {
      return .refused(
        symbol: symbol, reason: "expected BID and ASK of 0 or more with at most six decimals")
    }
    // An index has no book, and a text with neither field tells none: the last price stands for it.
    let isBookless = symbol.hasSuffix("-INDEX") || (json["BID"] == nil && json["ASK"] == nil)
    let volume = WireDecimal.integer(json["VOL"]) ?? 0
    return .quote(
      SocketQuote(
        symbol: symbol, lastTradedTime: time(json["LTT"]), ltp: ltp,
        bid: isBookless ? ltp : bid, ask: isBookless ? ltp : ask, volume: max(0, volume)))
  }

  /// A side of the book: zero when nobody quotes there, told as 0, as null or not at all; nil for
  /// anything unreadable, which is not to be guessed at.
  private static func side(_ json: JSONValue?) -> Price? {
    guard let json, json != .null else { return .zero }
    guard let text = json.text, let micros = WireDecimal.micros(text), micros >= 0 else {
      return nil
    }
    return Price(micros: micros)
  }

  /// An epoch in seconds or, from 10¹¹ on, in milliseconds.
  private static func time(_ json: JSONValue?) -> EventTime? {
    guard let epoch = WireDecimal.integer(json), epoch > 0 else { return nil }
    let unit =
      epoch < 100_000_000_000
      ? EventTime.nanosecondsPerSecond : EventTime.nanosecondsPerMillisecond
    let (nanoseconds, overflow) = epoch.multipliedReportingOverflow(by: unit)
    return overflow ? nil : EventTime(nanoseconds: nanoseconds)
  }
}

/// One price update of the JSON quote socket.
public struct SocketQuote: Hashable, Sendable {
  /// The symbol.
  public let symbol: String
  /// When the last trade happened; nil when not given.
  public let lastTradedTime: EventTime?
  /// The last traded price.
  public let ltp: Price
  /// The best bid; zero when nobody quotes there.
  public let bid: Price
  /// The best ask; zero when nobody quotes there.
  public let ask: Price
  /// Units traded today; 0 when not given.
  public let volume: Int64

  /// The tick this quote is, received at `time`.
  public func tick(instrument: InstrumentID, receivedAt time: ReceiptTime) -> FeedTick {
    let tick = Tick(
      time: time.event, instrument: instrument, bid: bid, ask: ask, ltp: ltp, volume: volume)
    return FeedTick(
      tick: tick, exchangeTime: lastTradedTime, readAt: time.monotonicNanoseconds)
  }
}
