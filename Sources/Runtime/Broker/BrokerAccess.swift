import Fyers
import Reporting

/// How a verb reaches FYERS: addresses, credentials and the data folder, from the configuration.
struct BrokerAccess {
  /// Where the broker is.
  let endpoints: FyersEndpoints
  /// The data folder.
  let folder: String
  /// The app id; empty when none is configured.
  let appID: String
  /// The app's secret; nil when none is configured.
  let appSecret: Secret?
  /// The configured token; nil when there is none.
  let token: Secret?
  /// The user's id; nil when none is configured.
  let userID: String?

  /// The saved tokens.
  var store: TokenStore { TokenStore(folder: folder, isRehearsal: endpoints.isLoopback) }

  /// The access of this process: to a simulator on this machine when there is an address, else to the
  /// broker, with the credentials of the configuration and of nowhere else.
  ///
  /// Without a folder the data folder is the configured one.
  init(url: String?, folder: String? = nil, configuration: Configuration) throws(Stop) {
    try FileRoom.check()
    if let url {
      do throws(FyersError) {
        endpoints = try FyersEndpoints(loopbackURL: url)
      } catch {
        throw Self.stop(error)
      }
    } else {
      endpoints = .production
    }
    self.folder = configuration.dataFolder(folder)
    appID = configuration.text("FYERS_APP_ID") ?? ""
    appSecret = configuration.text("FYERS_SECRET_ID").map(Secret.init)
    token = configuration.text("FYERS_AUTH_TOKEN").map(Secret.init)
    userID = configuration.text("FYERS_USER_ID")
  }

  /// The same access for an app, without a token: a login needs none.
  init(_ access: BrokerAccess, appID: String) {
    endpoints = access.endpoints
    folder = access.folder
    self.appID = appID
    appSecret = access.appSecret
    token = nil
    userID = access.userID
  }

  /// The account, with whatever token there is.
  func account() throws(Stop) -> FyersAccount {
    do throws(TokenError) {
      return try FyersAccount(endpoints: endpoints, appID: appID, token: token, store: store)
    } catch {
      throw Stop(.notPermitted, "FYERS_AUTH_TOKEN: \(error)")
    }
  }

  /// The account, with a token that can be used.
  func signedInAccount() throws(Stop) -> FyersAccount {
    let account = try account()
    guard account.tokens.borrow() != nil else {
      throw Stop(.notPermitted, Self.tokenProblem(of: account))
    }
    return account
  }

  /// Why there is no usable token, and what to do.
  static func tokenProblem(of account: FyersAccount) -> String {
    if let failure = account.storeFailure { return failure.description }
    return switch account.tokens.state {
    case .expired(.missing):
      "no FYERS token: run `sauda login`, or set FYERS_AUTH_TOKEN (and FYERS_APP_ID)"
    default: TokenAlert.expired.description
    }
  }

  /// A failure of a call as the end of a verb.
  static func stop(_ error: FyersError) -> Stop {
    let code: ExitCode =
      switch error {
      case .invalidRequest: .usage
      case .notLoggedIn, .tokenDead: .notPermitted
      case .heldBack, .rateLimited, .transport, .unclear: .temporary
      case .refused: .answerIsNo
      case .file: .inputOutput
      }
    return Stop(code, error.description)
  }

  /// Runs a verb's body and turns what stops it into a line on stderr and an exit code.
  static func guarded(_ body: () throws(Stop) -> ExitCode) -> Int32 {
    do throws(Stop) {
      return try body().rawValue
    } catch {
      if !error.message.isEmpty { StandardError.line(error.message) }
      return error.code.rawValue
    }
  }
}

extension SocketTimings {
  /// The waits as they are configured: `WEBSOCKET_RETRY_DELAY`, `WEBSOCKET_RETRIES`.
  init(_ configuration: Configuration) throws(Stop) {
    self.init()
    retry = max(1, try configuration.nanoseconds("WEBSOCKET_RETRY_DELAY", standard: "5s"))
    let text = configuration.text("WEBSOCKET_RETRIES") ?? "5"
    guard let count = Int(text), (1...1_000).contains(count) else {
      throw Stop(.usage, "WEBSOCKET_RETRIES: expected a number from 1 to 1000, was \(text)")
    }
    reportedRetries = count
  }
}
