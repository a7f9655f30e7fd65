/// Something to tell the script once its callback has returned.
enum DeskEvent: Sendable {
  case order(index: Int)
  case fill(Fill)
  case position(PositionView, PositionChange)

  /// The callback that tells it.
  var call: ScriptCall {
    switch self {
    case .order(let index): .order(index: index)
    case .fill(let fill): .fill(fill)
    case .position(let view, let change): .position(view, change)
    }
  }
}
