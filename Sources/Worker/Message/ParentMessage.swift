import Market
import Trading

/// What the engine's process says to a worker.
enum ParentMessage: MessageValue {
  /// Load a script.
  case load(LoadRequest)
  /// These are the instruments of the session, in the order of their ids.
  case bind([Instrument])
  /// Take over a state.
  case restore([UInt8])
  /// Run a callback, at a time and with so many orders at the desk.
  case call(ScriptCall, now: EventTime, orderCount: Int)
  /// The answer to what was asked, with the orders at the desk now.
  case answer(DeskAnswer, orderCount: Int)

  /// The first byte of a tick, which has a form of its own: ``TickRecord``.
  static let tickCode: UInt8 = 5

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ParentMessage {
    switch try reader.number(UInt8.self) {
    case 0: .load(try reader.value())
    case 1: .bind(try reader.list())
    case 2: .restore(Array(try reader.bytes(atMost: MessageLimits.state)))
    case 3:
      .call(
        try reader.value(), now: try reader.value(), orderCount: Int(try reader.number(UInt32.self))
      )
    case 4: .answer(try reader.value(), orderCount: Int(try reader.number(UInt32.self)))
    default: throw .invalid("a message")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .load(let request):
      writer.put(UInt8(0))
      writer.put(request)
    case .bind(let instruments):
      writer.put(UInt8(1))
      writer.put(list: instruments)
    case .restore(let bytes):
      writer.put(UInt8(2))
      writer.put(bytes: bytes)
    case .call(let call, let now, let orderCount):
      writer.put(UInt8(3))
      writer.put(call)
      writer.put(now)
      writer.put(UInt32(clamping: orderCount))
    case .answer(let answer, let orderCount):
      writer.put(UInt8(4))
      writer.put(answer)
      writer.put(UInt32(clamping: orderCount))
    }
  }
}
