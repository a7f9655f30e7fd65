import Market
import Money

/// A client of the guide's JSON quote socket.
final class QuotePeer: SocketPeer {
  let kind = SocketKind.quote
  private let exchange: SimulatedExchange
  private var outbox = Outbox(waitingMax: SimulatedExchange.waitingMax)
  private var isOpen = false
  private var wanted: Set<Int> = []

  /// A client that has just connected.
  init(exchange: SimulatedExchange) { self.exchange = exchange }

  var waitingBytes: Int { outbox.waitingBytes }
  var isOverflowing: Bool { outbox.isOverflowing }

  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    if bytes.elementsEqual("ping".utf8) {
      outbox.add(text: Array("pong".utf8))
      return
    }
    guard let request = JsonParser.parse(bytes) else {
      answer("ERR", nil, isOK: false, "expected JSON")
      return
    }
    switch request["T"]?.text {
    case "OP": open(request, at: wall)
    case "SUB": subscribe(request["K"], isOn: true)
    case "UNSUB": subscribe(request["K"], isOn: false)
    default: answer("ERR", nil, isOK: false, "expected T to be OP, SUB or UNSUB")
    }
  }

  private func open(_ request: Json, at wall: EventTime) {
    do throws(Refusal) {
      _ = try exchange.tokens.admit(request["token"]?.text ?? "", allowsBare: true, at: wall)
      isOpen = true
      answer("OP", nil, isOK: true, "Authentication done")
    } catch {
      answer("OP", nil, isOK: false, error.message)
    }
  }

  private func subscribe(_ symbols: Json?, isOn: Bool) {
    let word = isOn ? "SUB" : "UNSUB"
    guard isOpen else { return answer(word, nil, isOK: false, "authenticate first") }
    let names = symbols.flatMap { $0.elements ?? [$0] }?.compactMap(\.text) ?? []
    for name in names.prefix(exchange.options.topicsMax) {
      guard let instrument = exchange.catalogue[name],
        !isOn || !exchange.faults.strikes(.unknownSymbol)
      else {
        answer(word, name, isOK: false, "Invalid symbol provided")
        continue
      }
      answer(word, name, isOK: true, isOn ? "Subscribed" : "Unsubscribed")
      let position = instrument.id.position
      if !isOn {
        wanted.remove(position)
      } else {
        wanted.insert(position)
        exchange.hasAudience = true
        push(position)
      }
    }
  }

  private func answer(_ type: String, _ symbol: String?, isOK: Bool, _ message: String) {
    outbox.add(
      text: TickPushText.answer(type, symbol: symbol, isOK: isOK, message: message).bytes)
  }

  /// Sends an instrument's newest quote, if the client asked for it.
  func push(_ position: Int) {
    guard wanted.contains(position), let quote = exchange.market.quotes[position] else { return }
    outbox.add(text: TickPushText.update(exchange.catalogue.all[position].symbol, quote).bytes)
  }

  func takeFrames() -> [SocketFrame] { outbox.take() }
}

/// The JSON texts of the guide's quote socket.
enum TickPushText {
  /// A price update: `{"T":0,"K":…,"LTT":…,"LTP":…,"BID":…,"ASK":…,"VOL":…}`.
  static func update(_ symbol: String, _ quote: QuoteState) -> Json {
    .of([
      "T": .int(0), "K": .string(symbol), "LTT": .int(quote.lastTradeSecond),
      "LTP": .price(quote.tick.ltp), "BID": .price(quote.tick.bid), "ASK": .price(quote.tick.ask),
      "VOL": .int(quote.tick.volume),
    ])
  }

  /// The answer to a request.
  static func answer(_ type: String, symbol: String?, isOK: Bool, message: String) -> Json {
    var members = [
      Json.Member(name: "T", value: .string(type)),
      Json.Member(name: "s", value: .string(isOK ? "ok" : "error")),
      Json.Member(name: "message", value: .string(message)),
    ]
    if let symbol { members.insert(Json.Member(name: "K", value: .string(symbol)), at: 1) }
    return .object(members)
  }
}
