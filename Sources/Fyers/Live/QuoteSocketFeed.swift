public import Market

/// What is spoken on the guide's JSON quote socket: sign-in, one subscription a symbol, quotes into
/// ticks.
public struct QuoteSocketFeed: FeedProtocol {
  /// What is handed on.
  public enum Output: Sendable {
    /// A price update.
    case tick(FeedTick)
    /// The server reports an error, or a quote cannot be used.
    case problem(String)
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

  /// Reads one text.
  public mutating func receive(
    _ message: SocketMessage, at time: EventTime
  ) -> Reception<Output> {
    guard case .text(let text) = message else { return Reception(.malformed) }
    let read: QuoteSocketMessage
    do throws(WireJSONError) {
      read = try QuoteSocketMessage(text: text)
    } catch {
      return Reception(.malformed, outputs: [.problem("quote socket: \(error)")])
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

  private func control(_ json: WireJSON) -> Reception<Output> {
    guard json["s"]?.string == "error" else { return Reception(.control) }
    let words = Redactor.cleaned(json["message"]?.string ?? "an error without a message")
    let problem = Output.problem("quote socket: \(words)")
    guard json["T"]?.string == "OP" else { return Reception(.control, outputs: [problem]) }
    return Reception(
      .refused(code: WireDecimal.integer(json["code"]) ?? -15), outputs: [problem])
  }
}
