import Market
import Scripting
import Trading

/// The answer to a ``DeskAsk``, kind for kind.
enum DeskAnswer: MessageValue {
  case ticket(OrderTicket)
  /// Of a cancellation or a change; nil: it will be done.
  case denial(Denial?)
  case verdict(ProtectionVerdict)
  case done
  case position(PositionView)
  case account(AccountView)
  case quote(Tick, sequence: Int64)
  case noQuote
  case orders([OrderView])
  case listed(Int)
  case pending(Int64)
  case timer(Int32?)
  case timerCancelled(Bool)
  case module(ModuleText)
  case phase(SessionPhase)

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> DeskAnswer {
    switch try reader.number(UInt8.self) {
    case 0: .ticket(try reader.value())
    case 1: .denial(try reader.optional())
    case 2: .verdict(try reader.value())
    case 3: .done
    case 4: .position(try reader.value())
    case 5: .account(try reader.value())
    case 6: .quote(try reader.value(), sequence: try reader.number())
    case 7: .noQuote
    case 8: .orders(try reader.list(atMost: MessageLimits.orders))
    case 9: .pending(try reader.number())
    case 10: .timer(try reader.flag() ? try reader.number() : nil)
    case 11: .timerCancelled(try reader.flag())
    case 12: .module(try reader.value())
    case 13: .phase(try reader.word())
    case 14: .listed(Int(try reader.number(in: 0...Int64(Int32.max), "an order")))
    default: throw .invalid("an answer")
    }
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(code)
    switch self {
    case .ticket(let ticket): writer.put(ticket)
    case .denial(let denial): writer.put(denial)
    case .verdict(let verdict): writer.put(verdict)
    case .done, .noQuote: break
    case .position(let view): writer.put(view)
    case .account(let view): writer.put(view)
    case .quote(let tick, let sequence):
      writer.put(tick)
      writer.put(sequence)
    case .orders(let views): writer.put(list: views)
    case .listed(let index): writer.put(Int64(index))
    case .pending(let units): writer.put(units)
    case .timer(let id):
      writer.put(id != nil)
      if let id { writer.put(id) }
    case .timerCancelled(let wasSet): writer.put(wasSet)
    case .module(let text): writer.put(text)
    case .phase(let phase): writer.put(word: phase)
    }
  }

  private var code: UInt8 {
    switch self {
    case .ticket: 0
    case .denial: 1
    case .verdict: 2
    case .done: 3
    case .position: 4
    case .account: 5
    case .quote: 6
    case .noQuote: 7
    case .orders: 8
    case .pending: 9
    case .timer: 10
    case .timerCancelled: 11
    case .module: 12
    case .phase: 13
    case .listed: 14
    }
  }
}

extension OrderTicket: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> OrderTicket {
    switch try reader.number(UInt8.self) {
    case 0:
      .approved(
        index: Int(try reader.number(in: 0...Int64(Int32.max), "an order")),
        number: try reader.number())
    case 1: .denied(try reader.value())
    case 2: .misuse(try reader.text(atMost: MessageLimits.sentence))
    default: throw .invalid("a ticket")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .approved(let index, let number):
      writer.put(UInt8(0))
      writer.put(Int64(index))
      writer.put(number)
    case .denied(let denial):
      writer.put(UInt8(1))
      writer.put(denial)
    case .misuse(let sentence):
      writer.put(UInt8(2))
      writer.put(sentence, atMost: MessageLimits.sentence)
    }
  }
}

extension ProtectionVerdict: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ProtectionVerdict {
    switch try reader.number(UInt8.self) {
    case 0: .accepted
    case 1: .denied(try reader.value())
    case 2: .misuse(try reader.text(atMost: MessageLimits.sentence))
    default: throw .invalid("a verdict")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .accepted: writer.put(UInt8(0))
    case .denied(let denial):
      writer.put(UInt8(1))
      writer.put(denial)
    case .misuse(let sentence):
      writer.put(UInt8(2))
      writer.put(sentence, atMost: MessageLimits.sentence)
    }
  }
}

extension ModuleText: MessageValue {
  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> ModuleText {
    switch try reader.number(UInt8.self) {
    // One byte more than allowed, so that the host that refuses it can say so.
    case 0: .text(Array(try reader.bytes(atMost: MessageLimits.source + 1)))
    case 1: .missing(try reader.text(atMost: MessageLimits.sentence))
    default: throw .invalid("a module")
    }
  }

  func write(_ writer: inout MessageWriter) {
    switch self {
    case .text(let text):
      writer.put(UInt8(0))
      writer.put(bytes: Array(text.prefix(MessageLimits.source + 1)))
    case .missing(let sentence):
      writer.put(UInt8(1))
      writer.put(sentence, atMost: MessageLimits.sentence)
    }
  }
}
