import Scripting
import Trading

/// How a call ended, with what the script said and the state it left.
struct CallReport: MessageValue {
  /// How it ended.
  var outcome: CallOutcome
  /// What was said, in order.
  var outputs: [ScriptOutput]
  /// The state the call left; nil when it is what it was.
  var state: [UInt8]?

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> CallReport {
    CallReport(
      outcome: try reader.value(), outputs: try reader.list(),
      state: try reader.flag() ? Array(try reader.bytes(atMost: MessageLimits.state)) : nil)
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(outcome)
    writer.put(list: outputs)
    writer.put(state != nil)
    if let state { writer.put(bytes: state) }
  }
}
