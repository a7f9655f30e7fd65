import Server

/// What goes over the operator's socket: a line from the operator, and lines back.
///
/// The operator sends `VERB DEADLINE`; the session says `taken` at once, and when it is done `good` or
/// `refused` and one JSON object a line, and closes.
enum OperatorMessage {
  /// Bytes of the longest call.
  static let longestCall = 128
  /// The first line back: the process is alive and has the call.
  static let taken = "taken"
  /// The line in front of a good answer.
  static let good = "good"
  /// The line in front of any other answer.
  static let refused = "refused"

  /// The path of the socket of a session.
  ///
  /// - Parameters:
  ///   - folder: The session's data folder, which several sessions may share.
  ///   - port: The port of the session's API, which no other has.
  /// - Returns: The path.
  static func path(in folder: String, port: Int) -> String { "\(folder)/operator-\(port).sock" }

  /// The line of a call.
  static func call(_ verb: OperatorCall.Verb, before deadline: CallDeadline) -> [UInt8] {
    Array("\(verb.rawValue) \(deadline.nanoseconds)\n".utf8)
  }

  /// The call in a line without its end; nil when it is none.
  static func call(in line: [UInt8]) -> (verb: OperatorCall.Verb, deadline: CallDeadline)? {
    let words = String(decoding: line, as: UTF8.self).split(
      separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let verb = OperatorCall.Verb(rawValue: String(words[0])),
      let nanoseconds = Int64(words[1]), nanoseconds >= 0
    else { return nil }
    return (verb, CallDeadline(nanoseconds: nanoseconds))
  }
}
