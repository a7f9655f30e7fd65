import CLuaBridge
import Market
import Scripting
import Trading

/// The desk as a worker knows it: what came with the call, and what it has asked since.
///
/// Answers are kept until the call ends or a request changes what they say.
final class RemoteDesk {
  private let line: MessageLine
  private var writer = MessageWriter()
  /// The instruments of the session.
  var instruments: [Instrument] = []
  private(set) var now = EventTime(nanoseconds: 0)
  private(set) var orderCount = 0

  private var lastTick: (tick: Tick, sequence: Int64)?
  private var hasNotes = false
  private var account: AccountView?
  private var positions: [Int32: PositionView] = [:]
  private var quotes: [Int32: (tick: Tick, sequence: Int64)?] = [:]
  private var pendings: [Int32: Int64] = [:]
  private var orders: [OrderView] = []
  private var firstOrder = 0

  init(_ line: MessageLine) { self.line = line }

  /// Begins a call at a time, with a tick when it is about one.
  @inline(__always)
  func begin(
    now: EventTime, orderCount: Int, tick: (tick: Tick, sequence: Int64)? = nil
  ) {
    self.now = now
    self.orderCount = orderCount
    lastTick = tick
    if hasNotes { forget(quotesToo: true) }
  }

  /// Asks and waits for the answer; whatever is wrong with it ends the process.
  func ask(_ ask: DeskAsk) -> DeskAnswer {
    writer.reset()
    writer.put(WorkerMessage.ask(ask))
    // The engine may be stopped while this process is not: it is in a group of its own.
    sauda_wait_for_host(true)
    defer { sauda_wait_for_host(false) }
    do throws(WorkerEnd) {
      try line.send(writer.bytes)
      var reader = MessageReader(try line.receive())
      return try answer(&reader)
    } catch {
      WorkerProgram.leave(WorkerExit.garbled)
    }
  }

  private func answer(_ reader: inout MessageReader) throws(WorkerEnd) -> DeskAnswer {
    do throws(MessageFlaw) {
      let message: ParentMessage = try reader.value()
      try reader.finish()
      guard case .answer(let answer, let count) = message else { throw .invalid("an answer") }
      orderCount = count
      return answer
    } catch {
      throw .garbled(error.text)
    }
  }

  /// Forgets what a request may have changed.
  func forget(quotesToo: Bool = false) {
    account = nil
    positions.removeAll(keepingCapacity: true)
    pendings.removeAll(keepingCapacity: true)
    orders.removeAll(keepingCapacity: true)
    guard quotesToo else { return }
    quotes.removeAll(keepingCapacity: true)
    hasNotes = false
  }

  func accountView() -> AccountView {
    if let account { return account }
    guard case .account(let view) = ask(.account) else { WorkerProgram.leave(WorkerExit.garbled) }
    account = view
    hasNotes = true
    return view
  }

  func position(_ instrument: InstrumentID) -> PositionView {
    if let known = positions[instrument.index] { return known }
    guard case .position(let view) = ask(.position(instrument)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    positions[instrument.index] = view
    hasNotes = true
    return view
  }

  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    if let lastTick, lastTick.tick.instrument == instrument { return lastTick }
    if let known = quotes[instrument.index] { return known }
    let quote: (tick: Tick, sequence: Int64)?
    switch ask(.quote(instrument)) {
    case .quote(let tick, let sequence): quote = (tick, sequence)
    case .noQuote: quote = nil
    default: WorkerProgram.leave(WorkerExit.garbled)
    }
    quotes.updateValue(quote, forKey: instrument.index)
    hasNotes = true
    return quote
  }

  func phase(_ instrument: InstrumentID) -> SessionPhase {
    guard case .phase(let phase) = ask(.phase(instrument)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return phase
  }

  func pending(_ instrument: InstrumentID) -> Int64 {
    if let known = pendings[instrument.index] { return known }
    guard case .pending(let units) = ask(.pending(instrument)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    pendings[instrument.index] = units
    hasNotes = true
    return units
  }

  /// An order; who reads one after the other gets them in growing bunches.
  func order(at index: Int) -> OrderView? {
    guard index >= 0, index < orderCount else { return nil }
    if index >= firstOrder, index < firstOrder + orders.count { return orders[index - firstOrder] }
    let follows = !orders.isEmpty && index == firstOrder + orders.count
    let count = follows ? min(orders.count * 4, MessageLimits.orders) : 1
    guard case .orders(let views) = ask(.orders(from: index, count: count)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    orders = views
    firstOrder = index
    hasNotes = true
    return views.first
  }

  /// The next order that the script's list has; only beyond the last ones somebody has to be asked.
  func listedOrder(from index: Int) -> Int {
    guard orderCount - index > Desk.endedOrdersListed else { return index }
    guard case .listed(let place) = ask(.listed(from: index)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return place
  }

  /// The text of a module.
  func module(_ name: String) -> ModuleText {
    guard case .module(let text) = ask(.module(name)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return text
  }
}
