/// What the order socket tells: a state of the account at the moment it changed.
enum AccountEvent: Sendable {
  case order(SimulatedOrder)
  case trade(SimulatedTrade, SimulatedOrder)
  case position(SimulatedPosition)
}
