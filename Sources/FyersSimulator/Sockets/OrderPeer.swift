import Market

/// A client of the order socket.
final class OrderPeer: SocketPeer {
  let kind = SocketKind.order
  private var outbox = Outbox(waitingMax: SimulatedExchange.waitingMax)
  private var lists: Set<String> = []

  private static let acknowledgement = Json.of([
    "code": .int(1605), "message": .string("Successfully subscribed"), "s": .string("ok"),
  ]).bytes

  var waitingBytes: Int { outbox.waitingBytes }
  var isOverflowing: Bool { outbox.isOverflowing }

  /// `ping` is answered with `pong`; anything else with the acknowledgement, which proves nothing.
  func receive(_ bytes: [UInt8], isText: Bool, at wall: EventTime) {
    if bytes.elementsEqual("ping".utf8) {
      outbox.add(text: Array("pong".utf8))
      return
    }
    if let request = JsonParser.parse(bytes), request["T"]?.text == "SUB_ORD" {
      let names = (request["SLIST"]?.elements ?? []).flatMap { $0.elements ?? [$0] }
      for name in names.compactMap(\.text).prefix(32) {
        if request["SUB_T"]?.integer == -1 { lists.remove(name) } else { lists.insert(name) }
      }
    }
    outbox.add(text: Self.acknowledgement)
  }

  /// Sends a message of a list, if the client asked for it.
  func push(_ message: [UInt8], list: String) {
    if lists.contains(list) { outbox.add(text: message) }
  }

  func takeFrames() -> [SocketFrame] { outbox.take() }
}
