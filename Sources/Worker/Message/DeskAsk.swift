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
  /// The next order that the script's list has, from a place on.
  case listed(from: Int)
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
    case 14: .listed(from: try order(&reader))
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
    case .listed(let index): writer.put(Int64(index))
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
    case .listed: 14
    }
  }
}
