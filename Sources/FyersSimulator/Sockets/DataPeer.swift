import Market

/// A client of the binary data socket.
final class DataPeer: SocketPeer {
  let kind = SocketKind.data
  /// Its subscriptions and what waits for it.
  let client: DataClient
  private let exchange: SimulatedExchange
  /// Whether the handshake carried an Authorization header: then the server never says anything.
  private let isIgnored: Bool

  /// A client that has just connected.
  init(exchange: SimulatedExchange, isIgnored: Bool) {
    self.exchange = exchange
    self.isIgnored = isIgnored
    client = DataClient(
      session: DataSession(topicsMax: exchange.options.topicsMax),
      waitingMax: SimulatedExchange.waitingMax)
    exchange.hub.add(client)
  }

  var waitingBytes: Int { client.waitingBytes }
  var isOverflowing: Bool { client.isOverflowing }

  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    guard !isIgnored, !isText else { return }
    exchange.hub.receive(bytes, from: client, market: exchange.market) { key in
      exchange.tokens.accepts(key: key, at: wall)
    }
    if !client.session.channelsByTopic.isEmpty { exchange.hasAudience = true }
  }

  func takeFrames() -> [SocketFrame] { client.takeFrames().map(SocketFrame.binary) }
}
