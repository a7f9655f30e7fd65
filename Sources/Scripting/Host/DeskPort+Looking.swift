import Market
import Trading

/// The questions of a port, asked of it in place.
///
/// Asked through a pointer, a question that changes nothing makes the compiler copy the whole desk
/// first, because it cannot know that nobody else writes to it meanwhile. In a mutating method the
/// desk is this call's alone, and is read where it is.
extension DeskPort {
  mutating func seePosition(_ instrument: InstrumentID) -> PositionView { position(instrument) }

  mutating func seeAccount() -> AccountView { account() }

  mutating func seeQuote(_ instrument: InstrumentID) -> (tick: Tick, sequence: Int64)? {
    quote(instrument)
  }

  mutating func seeOrder(at index: Int) -> OrderView? { order(at: index) }

  mutating func seeOrderCount() -> Int { orderCount() }

  mutating func seePendingEntryQuantity(_ instrument: InstrumentID) -> Int64 {
    pendingEntryQuantity(instrument)
  }

  mutating func seeNow() -> EventTime { now() }

  mutating func seeInstrument(_ instrument: InstrumentID) -> Instrument {
    self.instrument(instrument)
  }
}
