/// The place of an event among those of all sessions, as watchers name it: `SESSION-NUMBER`.
struct EventID: Sendable, Equatable {
  /// The session; empty when the text named none.
  var session: String
  /// The event's number in its session, from 1; 0: before the first.
  var number: Int64

  /// An id from its parts.
  init(session: String, number: Int64) {
    self.session = session
    self.number = number
  }

  /// The id of a text; nil when it is none of any session.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard let digits = parts.last, (1...19).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
      let number = Int64(digits)
    else { return nil }
    let session = parts.count == 2 ? parts[0] : ""
    guard session.utf8.count <= 64, session.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    self.init(session: String(session), number: number)
  }

  /// The text.
  var text: String { "\(session)-\(number)" }

  /// A name that no other session has: 64 bits from the system's generator.
  static func newSession() -> String {
    var generator = SystemRandomNumberGenerator()
    let text = String(generator.next() as UInt64, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
  }
}
