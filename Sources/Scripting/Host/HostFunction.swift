/// What the prelude may ask of the host, by number.
///
/// The names reach the prelude as a generated table, so the two sides cannot disagree on a number.
enum HostFunction: Int32, CaseIterable {
  // Declarations.
  case declareField = 1
  case declareSymbol
  case declareBar
  case declareLimit
  case declareDone
  case declareParameter
  case declareRule
  // Orders.
  case place
  case close
  case target
  case cancel
  case cancelAll
  case modify
  case pending
  case orderField
  case findOrder
  case denialDetail
  // Protection, put together piece by piece.
  case protectionBegin
  case protectionStop
  case protectionTarget
  case protectionTrail
  case protectionBreakeven
  case protectionTimeExit
  case protectionRule
  case protectionWiden
  case protect
  case unprotect
  // What a script may look at.
  case position
  case account
  case quote
  case instrument
  case now
  case clock
  case sizeByRisk
  // Bars and indicators.
  case series
  case barCount
  case bar
  case barValue
  case newIndicator
  case updateIndicator
  case indicatorValue
  case indicatorPast
  case indicatorReady
  // The rest.
  case setTimer
  case cancelTimer
  case log
  case plot
  case mark
  case module
  case refusal
}
