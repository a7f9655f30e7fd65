// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// Every target: Swift 6 mode, no silent existentials, no leaking imports, no warnings.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// The kernel: also no unsafe construct goes unmarked.
let kernel: [SwiftSetting] = strict + [.strictMemorySafety()]

/// Debian's archive of Lua, where there is one.
///
/// A call into it is then a plain call, which saves a tenth of the time of a tick. The toolchain's own
/// linker is asked, because it can be told what comes first.
let luaArchives = ["x86_64", "aarch64"].map { "/usr/lib/\($0)-linux-gnu/liblua5.4.a" }
let luaArchive = luaArchives.filter { FileManager.default.fileExists(atPath: $0) }
let luaLibrary: [LinkerSetting] =
  luaArchive.isEmpty
  ? []
  : [
    .unsafeFlags(
      luaArchive + [
        "-use-ld=lld", "-Xlinker", "--as-needed", "-Xlinker",
        "--symbol-ordering-file=\(Context.packageDirectory)/Sources/CLua/link.order",
      ])
  ]

let package = Package(
  name: "sauda",
  products: [.executable(name: "sauda", targets: ["sauda"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.34.1"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
  ],
  targets: [
    // The kernel: synchronous, no Foundation, no clock, no randomness.
    .target(name: "Money", swiftSettings: kernel),
    .target(
      name: "Market", dependencies: ["Money"],
      resources: [.embedInCode("Calendar/trading-calendar.txt")], swiftSettings: kernel),
    .target(name: "Trading", dependencies: ["Money", "Market"], swiftSettings: kernel),

    // The script host.
    .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
    .target(
      name: "CLuaBridge", dependencies: ["CLua"],
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O2", "-fno-strict-aliasing"])]),
    .target(
      name: "Scripting", dependencies: ["Money", "Market", "Trading", "CLuaBridge"],
      resources: [
        .embedInCode("Prelude/core.lua"), .embedInCode("Prelude/declare.lua"),
        .embedInCode("Prelude/protection.lua"), .embedInCode("Prelude/orders.lua"),
        .embedInCode("Prelude/views.lua"), .embedInCode("Prelude/words.lua"),
        .embedInCode("Prelude/series.lua"), .embedInCode("Prelude/callbacks.lua"),
        .embedInCode("Prelude/register.lua"),
      ],
      swiftSettings: strict),

    // Adapters.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CRecording",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O2", "-fno-strict-aliasing"])]),
    .target(
      name: "Recording", dependencies: ["Money", "Market", "CZlib", "CRecording"],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: [
        "Money", "Market", "Trading", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),

    // Text of the outside that is read exactly: JSON, decimals, base64, queries.
    .target(name: "WireText", swiftSettings: strict),
    .target(
      name: "CSupervisor",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O2"])]),
    .target(
      name: "Fyers",
      dependencies: [
        "Money", "Market", "WireText",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Depth/msg.proto"], swiftSettings: strict),

    .executableTarget(name: "feed-benchmark", dependencies: ["Fyers"], swiftSettings: strict),

    // The durable record of an account.
    .target(
      name: "CJournal",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O2"])]),
    .target(
      name: "Journal",
      dependencies: [
        "Money", "Market", "Trading", "CJournal",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),

    // The process a live script runs in.
    .systemLibrary(
      name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
    .target(
      name: "CWorker", dependencies: ["CSeccomp"],
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror", "-O2"])]),
    .target(
      name: "Worker",
      dependencies: ["Money", "Market", "Trading", "Scripting", "CLuaBridge", "CWorker"],
      swiftSettings: strict),

    .target(
      name: "FyersSimulator",
      dependencies: [
        "Money", "Market", "Recording",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      swiftSettings: strict),

    // The HTTP API over a running session.
    .target(
      name: "Server",
      dependencies: [
        "Money", "Market", "Trading", "Reporting", "WireText",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      resources: [.embedInCode("Pages/openapi.json"), .embedInCode("Pages/index.html")],
      swiftSettings: strict),

    // The composition root and the command line.
    .target(
      name: "Runtime",
      dependencies: [
        "Trading", "Scripting", "Worker", "Recording", "Reporting", "Journal", "WireText", "Server",
        "Fyers", "CLuaBridge", "CSupervisor",
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "sauda",
      dependencies: [
        "Runtime", "Worker", "FyersSimulator",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: luaLibrary),

    // What speed is measured with, by scripts/bench, which also compiles the bare C host.
    .executableTarget(
      name: "Benchmarks",
      dependencies: ["Money", "Market", "Trading", "Scripting", "Recording"],
      exclude: ["Scripts", "ReferenceHost"], swiftSettings: strict, linkerSettings: luaLibrary),

    // What the tests of several targets share.
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "MoneyTests", dependencies: ["Money", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: strict),
    .testTarget(
      name: "TradingTests", dependencies: ["Trading", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ScriptingTests", dependencies: ["Scripting", "CLuaBridge", "TestSupport"],
      exclude: ["Indicators/Fixtures", "Shortcuts/Soundness"], swiftSettings: strict),
    .testTarget(
      name: "RecordingTests",
      dependencies: ["Recording", "Market", "Money", "CZlib", "CRecording", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "FyersTests",
      dependencies: [
        "Fyers", "Market", "Money", "TestSupport", "WireText",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
      ],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "FyersSimulatorTests",
      dependencies: [
        "FyersSimulator", "Market", "Money",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      exclude: ["Official"], swiftSettings: strict),
    // Our client against our simulator over real connections.
    .testTarget(
      name: "FyersLiveTests",
      dependencies: [
        "Fyers", "FyersSimulator", "Market", "Money", "Recording", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: strict),
    .target(
      name: "PowerCut", path: "Tests/PowerCut",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
      linkerSettings: [.linkedLibrary("sqlite3")]),
    .testTarget(
      name: "JournalTests",
      dependencies: [
        "Journal", "Market", "Money", "Trading", "TestSupport", "PowerCut",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Page"], swiftSettings: strict),
    .testTarget(
      name: "WireTextTests", dependencies: ["WireText", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ServerTests", dependencies: ["Server", "TestSupport", "WireText"],
      swiftSettings: strict),
    .testTarget(
      name: "RuntimeTests",
      dependencies: [
        "Runtime", "Fyers", "Trading", "Scripting", "Recording", "Reporting", "Server", "Market",
        "Money", "TestSupport", "WireText", "Journal", "sauda",
      ],
      exclude: ["Fixtures"], swiftSettings: strict),
    // The program that plays a worker, honest or not, in the tests of workers.
    .executableTarget(
      name: "worker-double", dependencies: ["Worker", "CWorker"], path: "Tests/WorkerDouble",
      swiftSettings: strict),
    .testTarget(
      name: "WorkerTests",
      dependencies: ["Worker", "Money", "Market", "Trading", "Scripting", "worker-double"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .gnu11
)
