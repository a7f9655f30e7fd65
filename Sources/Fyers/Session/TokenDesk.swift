import Synchronization

/// The account's token for everything that runs at once: calls and sockets take it here, and say
/// here when it was refused.
public final class TokenDesk: Sendable {
  /// A token with the number that tells a late refusal from a new one.
  public struct Loan: Sendable {
    /// The token.
    public let token: AccessToken
    /// Its number.
    public let generation: Int
  }

  /// Told of every effect; it may be called from any thread and must not block.
  public typealias Observer = @Sendable (TokenMachine.Effect) -> Void

  private struct Content {
    var machine: TokenMachine
    var observers: [Observer] = []
  }

  private let content: Mutex<Content>
  private let clock: any EventClock

  /// A desk without a token.
  public init(machine: TokenMachine = TokenMachine(), clock: any EventClock) {
    content = Mutex(Content(machine: machine))
    self.clock = clock
  }

  /// Adds somebody who is told of effects from now on.
  public func observe(_ observer: @escaping Observer) {
    content.withLock { $0.observers.append(observer) }
  }

  /// Where the token stands; asking lets time pass.
  public var state: TokenMachine.State {
    handle(.time)
    return content.withLock { $0.machine.state }
  }

  /// The token when calls may be made with it; nil otherwise.
  ///
  /// Asking lets time pass.
  public func borrow() -> Loan? {
    handle(.time)
    return content.withLock { content in
      content.machine.usable.map { Loan(token: $0, generation: content.machine.generation) }
    }
  }

  /// Takes a new token; calls and sockets go on with it.
  public func renew(_ token: AccessToken) { handle(.renewed(token)) }

  /// Notes that the broker refused a token.
  ///
  /// - Parameters:
  ///   - code: The broker's code, or 401.
  ///   - generation: The number of the token the call was made with.
  public func refuse(code: Int64, generation: Int) {
    handle(.refused(code: code, generation: generation))
  }

  /// Lets time pass; to be called about once a second.
  public func tick() { handle(.time) }

  private func handle(_ event: TokenMachine.Event) {
    let now = clock.now()
    let (effects, observers) = content.withLock { content in
      (content.machine.handle(event, now: now), content.observers)
    }
    for effect in effects {
      for observer in observers { observer(effect) }
    }
  }
}
