import Market
import Scripting
import Trading

/// The desk of a script in a worker: every question crosses to the engine's process.
struct RemotePort: DeskPort {
  let desk: RemoteDesk

  mutating func place(_ request: OrderRequest) -> OrderTicket {
    defer { desk.forget() }
    guard case .ticket(let ticket) = desk.ask(.place(request)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return ticket
  }

  mutating func cancel(order index: Int, source: String) -> Denial? {
    changed(by: .cancel(order: index, source: source))
  }

  mutating func modify(
    order index: Int, price: RequestedPrice?, trigger: RequestedPrice?,
    quantity: RequestedQuantity?
  ) -> Denial? {
    changed(by: .modify(order: index, price: price, trigger: trigger, quantity: quantity))
  }

  private func changed(by ask: DeskAsk) -> Denial? {
    defer { desk.forget() }
    guard case .denial(let denial) = desk.ask(ask) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return denial
  }

  mutating func protect(_ instrument: InstrumentID, _ request: ProtectionRequest)
    -> ProtectionVerdict
  {
    defer { desk.forget() }
    guard case .verdict(let verdict) = desk.ask(.protect(instrument, request)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return verdict
  }

  mutating func unprotect(_ instrument: InstrumentID) {
    _ = desk.ask(.unprotect(instrument))
    desk.forget()
  }

  func position(_ instrument: InstrumentID) -> PositionView { desk.position(instrument) }

  func account() -> AccountView { desk.accountView() }

  func quote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    desk.quote(instrument)
  }

  func order(at index: Int) -> OrderView? { desk.order(at: index) }

  func orderCount() -> Int { desk.orderCount }

  func listedOrder(from index: Int) -> Int { desk.listedOrder(from: index) }

  func pendingEntryQuantity(_ instrument: InstrumentID) -> Int64 { desk.pending(instrument) }

  mutating func setTimer(_ schedule: TimerSchedule) -> Int32? {
    guard case .timer(let id) = desk.ask(.setTimer(schedule)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return id
  }

  mutating func cancelTimer(_ id: Int32) -> Bool {
    guard case .timerCancelled(let wasSet) = desk.ask(.cancelTimer(id)) else {
      WorkerProgram.leave(WorkerExit.garbled)
    }
    return wasSet
  }

  func phase(of instrument: InstrumentID) -> SessionPhase { desk.phase(instrument) }

  func now() -> EventTime { desk.now }

  func instrument(_ instrument: InstrumentID) -> Instrument {
    guard desk.instruments.indices.contains(instrument.position) else {
      return Instrument(id: instrument, symbol: "")
    }
    return desk.instruments[instrument.position]
  }
}
