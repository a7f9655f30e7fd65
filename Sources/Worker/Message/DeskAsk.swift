import Market
import Scripting
import Trading

/// What a script asks while it runs: of its desk, or for a module's text.
enum DeskAsk: MessageValue {
  case place(OrderRequest)
  case cancel(order: Int, source: String)
  case modify(
    order: Int, price: RequestedPrice?, trigger: RequestedPrice?, quantity: RequestedQuantity?)
  case protect(InstrumentID, ProtectionRequest)
  case unprotect(InstrumentID)
  case position(InstrumentID)
  case account
  case quote(InstrumentID)
  /// The market phase of a symbol.
  case phase(InstrumentID)
  /// Orders from a place on, as many as asked for and as there are.
  case orders(from: Int, count: Int)
  case pending(InstrumentID)
  case setTimer(TimerSchedule)
  case cancelTimer(Int32)
  case module(String)

  static func read(_ reader: inout MessageReader) throws(MessageFlaw) -> DeskAsk {
    switch try reader.number(UInt8.self) {
    case 0: .place(try reader.value())
    case 1:
      .cancel(order: try order(&reader), source: try reader.text(atMost: MessageLimits.line))
    case 2:
      .modify(
        order: try order(&reader), price: try reader.optional(), trigger: try reader.optional(),
        quantity: try reader.optional())
    case 3: .protect(try reader.value(), try reader.value())
    case 4: .unprotect(try reader.value())
    case 5: .position(try reader.value())
    case 6: .account
    case 7: .quote(try reader.value())
    case 8:
      .orders(
        from: try order(&reader),
        count: Int(try reader.number(in: 1...UInt32(MessageLimits.orders), "a count")))
    case 9: .pending(try reader.value())
    case 10: .setTimer(try reader.value())
    case 11: .cancelTimer(try reader.number())
    case 12: .module(try reader.text(atMost: 128))
    case 13: .phase(try reader.value())
    default: throw .invalid("a question")
    }
  }

  private static func order(_ reader: inout MessageReader) throws(MessageFlaw) -> Int {
    Int(try reader.number(in: 0...Int64(Int32.max), "an order"))
  }

  func write(_ writer: inout MessageWriter) {
    writer.put(code)
    switch self {
    case .place(let request): writer.put(request)
    case .cancel(let order, let source):
      writer.put(Int64(order))
      writer.put(source, atMost: MessageLimits.line)
    case .modify(let order, let price, let trigger, let quantity):
      writer.put(Int64(order))
      writer.put(price)
      writer.put(trigger)
      writer.put(quantity)
    case .protect(let instrument, let request):
      writer.put(instrument)
      writer.put(request)
    case .unprotect(let instrument), .position(let instrument), .quote(let instrument),
      .pending(let instrument), .phase(let instrument):
      writer.put(instrument)
    case .account: break
    case .orders(let first, let count):
      writer.put(Int64(first))
      writer.put(UInt32(truncatingIfNeeded: count))
    case .setTimer(let schedule): writer.put(schedule)
    case .cancelTimer(let id): writer.put(id)
    case .module(let name): writer.put(name)
    }
  }

  private var code: UInt8 {
    switch self {
    case .place: 0
    case .cancel: 1
    case .modify: 2
    case .protect: 3
    case .unprotect: 4
    case .position: 5
    case .account: 6
    case .quote: 7
    case .orders: 8
    case .pending: 9
    case .setTimer: 10
    case .cancelTimer: 11
    case .module: 12
    case .phase: 13
    }
  }
}

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
