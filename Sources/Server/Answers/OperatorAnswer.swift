import HTTPTypes

/// What an operator is answered who does not come over HTTP: the API's answers.
package struct OperatorAnswer: Sendable {
  /// Whether all is well, or what was asked for was done.
  package let isGood: Bool
  /// One JSON object, on a line of its own.
  package let line: [UInt8]

  private init(_ response: ApiResponse) {
    isGood = response.status == .ok
    line = response.body
  }

  /// What became of a command.
  package init(_ answer: ControlAnswer) { self.init(Dispatcher.control(answer)) }

  /// How a session is.
  package init(_ health: HealthState) { self.init(Dispatcher.health(health)) }

  /// The account.
  package init(_ portfolio: PortfolioState) { self.init(.json { $0.portfolio(portfolio) }) }
}
