import Fyers
import Market

/// A small protocol of texts, to drive connections without a codec.
struct TestFeed: FeedProtocol {
  var authorization: Authorization = .none
  var isReadyWhenOpen = false
  var expectsData = true
  var pingMessage: SocketMessage? = .text("ping")
  var symbols = ["A", "B"]

  mutating func onOpen(token: AccessToken) -> [SocketMessage] {
    [.text("auth \(token.accountID ?? "")")] + symbols.map { .text("sub \($0)") }
  }

  mutating func receive(_ message: SocketMessage, at time: ReceiptTime) -> Reception<String> {
    guard case .text(let text) = message else { return Reception(.malformed) }
    switch text {
    case "ok": return Reception(.ready)
    case "pong": return Reception(.control)
    case "no": return Reception(.refused(code: -16))
    case "ask": return Reception(.control, replies: [.text("answer")])
    case _ where text.hasPrefix("tick "): return Reception(.data, outputs: [text])
    default: return Reception(.malformed)
    }
  }
}
