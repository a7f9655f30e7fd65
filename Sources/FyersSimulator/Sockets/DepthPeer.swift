import Market

/// A client of the depth socket: five symbols, fifty channels, nothing before a channel is resumed.
final class DepthPeer: SocketPeer {
  let kind = SocketKind.depth
  private let exchange: SimulatedExchange
  private var outbox = Outbox(waitingMax: SimulatedExchange.waitingMax)
  /// The channel of each symbol's index, in the order of asking.
  private var channels: [(position: Int, channel: String)] = []
  private var active: Set<String> = []
  private var sequence: UInt64 = 0

  private static let symbolsMax = 5

  /// A client that has just connected.
  init(exchange: SimulatedExchange) { self.exchange = exchange }

  var waitingBytes: Int { outbox.waitingBytes }
  var isOverflowing: Bool { outbox.isOverflowing }

  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    if bytes.elementsEqual("ping".utf8) {
      outbox.add(text: Array("pong".utf8))
      return
    }
    guard let request = JsonParser.parse(bytes), let data = request["data"] else {
      return fail("invalid request")
    }
    switch request["type"]?.integer {
    case 1: subscribe(data)
    case 2: resume(data)
    default: fail("unknown type")
    }
  }

  private func subscribe(_ data: Json) {
    guard let channel = data["channel"]?.looseText, let number = Int(channel),
      (1...50).contains(number)
    else { return fail("channel should be 1 to 50") }
    let names = data["symbols"]?.elements?.compactMap(\.text) ?? []
    for name in names.prefix(64) {
      guard let instrument = exchange.catalogue[name], !instrument.isIndex,
        instrument.exchange == 10
      else {
        fail("invalid symbol \(name)")
        continue
      }
      let position = instrument.id.position
      channels.removeAll { $0.position == position && $0.channel == channel }
      if data["subs"]?.integer == -1 { continue }
      guard channels.count < Self.symbolsMax else {
        fail("at most \(Self.symbolsMax) symbols")
        continue
      }
      channels.append((position, channel))
      if active.contains(channel) { send(position, isSnapshot: true) }
    }
    if !channels.isEmpty { exchange.hasAudience = true }
  }

  private func resume(_ data: Json) {
    for channel in (data["pauseChannels"]?.elements ?? []).compactMap(\.looseText) {
      active.remove(channel)
    }
    for channel in (data["resumeChannels"]?.elements ?? []).compactMap(\.looseText).prefix(50) {
      guard Int(channel).map({ (1...50).contains($0) }) ?? false else { continue }
      guard active.insert(channel).inserted else { continue }
      for entry in channels where entry.channel == channel {
        send(entry.position, isSnapshot: true)
      }
    }
  }

  /// Sends an instrument's newest book, if the client asked for it and listens.
  func push(_ position: Int) {
    guard channels.contains(where: { $0.position == position && active.contains($0.channel) })
    else { return }
    send(position, isSnapshot: false)
  }

  private func send(_ position: Int, isSnapshot: Bool) {
    guard let quote = exchange.market.quotes[position] else { return }
    sequence += 1
    outbox.add(
      binary: DepthMessage.book(
        exchange.catalogue.all[position], quote, sequence: sequence, isSnapshot: isSnapshot,
        sentAt: quote.tick.time.nanoseconds / EventTime.nanosecondsPerSecond))
  }

  private func fail(_ text: String) { outbox.add(binary: DepthMessage.failure(text)) }

  func takeFrames() -> [SocketFrame] { outbox.take() }
}
