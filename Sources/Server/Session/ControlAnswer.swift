public import Reporting

/// What became of an operator's command.
public enum ControlAnswer: Sendable, Equatable {
  /// It was carried out.
  ///
  /// `message` is one plain sentence; `orders` are those it made, oldest first.
  case done(mode: OperatorMode, message: String, orders: [OrderReport])
  /// The session cannot do it now; one plain sentence says why.
  case refused(String)
}

/// What the session lets through; the raw value is the word of the API.
public enum OperatorMode: String, Sendable, CaseIterable {
  /// Everything the gate approves.
  case running
  /// Exits only.
  case exitOnly = "exit_only"
  /// Protective exits only.
  case halted
}
