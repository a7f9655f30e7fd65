import Market
import Synchronization

/// One account at the broker: its token, its one throttle, its calls, for everything of a program
/// that talks to FYERS.
///
/// While it is kept (``keep(notify:)``), time passes for the token, and a token that `sauda login`
/// writes takes its place.
public final class FyersAccount: Sendable {
  /// Where the broker is.
  public let endpoints: FyersEndpoints
  /// The time.
  public let clock: any EventClock
  /// The token.
  public let tokens: TokenDesk
  /// The calls.
  public let client: FyersClient
  /// The token's file.
  public let store: TokenStore
  /// Why the saved token cannot be used; nil when it can, or when there is none.
  public let storeFailure: FyersError?

  private let appID: String
  private let transport: AsyncHTTPTransport
  private let keeping = Mutex<Task<Void, Never>?>(nil)

  /// An account with the token that is at hand: the given one, else the saved one; with a simulator
  /// one is made when there is none.
  ///
  /// - Parameters:
  ///   - endpoints: Where the broker is.
  ///   - appID: The configured app; may be empty when the token names it.
  ///   - token: The configured token; nil when there is none.
  ///   - store: Where `sauda login` saves.
  ///   - clock: The time.
  ///   - limits: The rates to keep.
  /// - Throws: ``TokenError`` when the configured token is none.
  public init(
    endpoints: FyersEndpoints, appID: String, token: Secret?, store: TokenStore,
    clock: any EventClock = LiveClock(), limits: ThrottleLimits = .standard
  ) throws(TokenError) {
    self.endpoints = endpoints
    self.appID = appID
    self.store = store
    self.clock = clock
    tokens = TokenDesk(clock: clock)
    transport = AsyncHTTPTransport()
    client = FyersClient(
      endpoints: endpoints, transport: transport, tokens: tokens,
      gate: CallGate(limits: limits, clock: clock))
    var failure: FyersError?
    if let token { tokens.renew(try AccessToken(token, appID: appID)) }
    if tokens.borrow() == nil {
      do throws(FyersError) {
        if let saved = try store.load(appID: appID) { tokens.renew(saved) }
      } catch {
        failure = error
      }
    }
    storeFailure = failure
    if tokens.borrow() == nil, endpoints.isLoopback {
      tokens.renew(try RehearsalToken.make(appID: appID, issuedAt: clock.now()))
    }
  }

  /// Lets time pass for the token and looks for a new one, once a second, until ``close()``.
  ///
  /// - Parameter notify: Told of the token's alerts, and of a saved token that cannot be used.
  public func keep(notify: @escaping @Sendable (String) -> Void) {
    tokens.observe { effect in
      if case .alert(let alert) = effect { notify(alert.description) }
    }
    let task = Task { [tokens, store, appID, clock] in
      var watch = TokenWatch(store: store, appID: appID)
      // What is there now was looked at when the account was made.
      do throws(FyersError) { _ = try watch.newToken() } catch {}
      while true {
        let next = clock.now().advanced(byNanoseconds: EventTime.nanosecondsPerSecond)
        do throws(CancellationError) { try await clock.sleep(until: next) } catch { return }
        do throws(FyersError) {
          if let token = try watch.newToken() { tokens.renew(token) }
        } catch {
          notify(error.description)
        }
        tokens.tick()
      }
    }
    keeping.withLock { old in
      old?.cancel()
      old = task
    }
  }

  /// Ends what it began; calls cannot be made any more.
  public func close() async {
    keeping.withLock { $0?.cancel() }
    do throws(TransportFailure) { try await transport.shutdown() } catch {}
  }
}
