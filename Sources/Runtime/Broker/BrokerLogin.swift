import Fyers
import Glibc
import Market

/// `sauda login`: FYERS' login in the browser, and the day's token saved for its owner only.
public enum BrokerLogin {
  /// Logs in.
  ///
  /// - Parameters:
  ///   - url: A simulator on this machine; nil for the broker itself.
  ///   - redirect: The redirect address registered with the app; one on this machine is listened on,
  ///     for any other the address the browser ends at is pasted.
  ///   - timeout: How long to wait for the browser.
  ///   - pastes: Whether to read the address from standard input in any case.
  /// - Returns: The exit code: 77 when FYERS says no or credentials are missing, 75 when it cannot be
  ///   reached or nobody came back, 74 when the token cannot be saved or the port is taken.
  public static func run(url: String?, redirect: String, timeout: String, pastes: Bool) -> Int32 {
    BrokerAccess.guarded { () throws(Stop) in
      let wait = try DurationText.nanoseconds(timeout, option: "--timeout")
      let access = try BrokerAccess(url: url, configuration: .current())
      let (appID, secret) = try credentials(access)
      let login = LoginRequest(appID: appID, redirectURI: redirect)
      let account = try BrokerAccess(access, appID: appID).account()
      let outcome = BlockingCall.run { () async -> Result<AccessToken, Stop> in
        do throws(Stop) {
          let code = try await code(of: login, access, wait: wait, pastes: pastes)
          return .success(try await token(of: login, code, secret, account))
        } catch {
          return .failure(error)
        }
      }
      try save(outcome.get(), access)
      return .done
    }
  }

  private static func credentials(
    _ access: BrokerAccess
  ) throws(Stop) -> (appID: String, secret: Secret) {
    if access.endpoints.isLoopback {
      // A simulator knows no apps.
      let app = access.appID.isEmpty ? "SIMULATOR-100" : access.appID
      return (app, access.appSecret ?? Secret("rehearsal"))
    }
    guard !access.appID.isEmpty, let secret = access.appSecret else {
      throw Stop(
        .notPermitted,
        "login: set FYERS_APP_ID and FYERS_SECRET_ID (environment, .env or sauda.json)")
    }
    return (access.appID, secret)
  }

  private static func code(
    of login: LoginRequest, _ access: BrokerAccess, wait: Int64, pastes: Bool
  ) async throws(Stop) -> Secret {
    let address = login.address(at: access.endpoints)
    do throws(LoginError) {
      guard !pastes, isHere(login.redirectURI) else {
        StandardError.line("Open this address, log in, and paste the address you end at:")
        StandardOutput.line(address)
        return try login.code(fromPasted: readLine() ?? "")
      }
      let listener = try await LoginListener.start(for: login, timeoutNanoseconds: wait)
      StandardError.line("Open this address and log in; waiting for the browser to come back:")
      StandardOutput.line(address)
      return try await listener.code()
    } catch {
      throw stop(error)
    }
  }

  private static func isHere(_ address: String) -> Bool {
    address.hasPrefix("http://127.0.0.1:") || address.hasPrefix("http://localhost:")
      || address.hasPrefix("http://[::1]:")
  }

  private static func token(
    of login: LoginRequest, _ code: Secret, _ secret: Secret, _ account: FyersAccount
  ) async throws(Stop) -> AccessToken {
    let outcome: Result<AccessToken, FyersError>
    do throws(FyersError) {
      outcome = .success(try await account.client.token(of: login, code: code, secret: secret))
    } catch {
      outcome = .failure(error)
    }
    await account.close()
    switch outcome {
    case .success(let token): return token
    case .failure(.refused(let code, let message)):
      throw Stop(.notPermitted, "login refused by FYERS (\(code)): \(message)")
    case .failure(let error): throw BrokerAccess.stop(error)
    }
  }

  private static func save(_ token: AccessToken, _ access: BrokerAccess) throws(Stop) {
    do throws(FyersError) {
      try access.store.save(token)
    } catch {
      throw BrokerAccess.stop(error)
    }
    let who = token.accountID.map { " as \(Redactor.cleaned($0))" } ?? ""
    StandardError.line(
      "Logged in\(who) until \(IndianTime(token.expiry).iso8601); saved in \(access.store.path)")
    if access.token != nil {
      StandardError.line("note: FYERS_AUTH_TOKEN is set and goes before the saved token")
    }
  }

  private static func stop(_ error: LoginError) -> Stop {
    let code: ExitCode =
      switch error {
      case .foreignState, .refused: .notPermitted
      case .notACode: .badInput
      case .timedOut: .temporary
      case .redirectAddress: .usage
      case .portTaken: .inputOutput
      }
    return Stop(code, error.description)
  }
}
