// swift-tools-version: 6.2
import PackageDescription

// One target per room of ARCHITECTURE.md, in the order a query travels. A target imports only what it names here.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

// Whatever goes through a pointer is marked `unsafe` there.
let strict = house + [.strictMemorySafety()]

// A start is mostly the loader's work. A program at a fixed place whose names nobody else looks up spares it fifty thousand relocations; and where
// `make build` has put the archives of readline, RE2 and the C++ runtime, their code is in the program instead of in four more libraries.
let quickStart: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-Xclang-linker", "-no-pie", "-Xclang-linker", "-static-libgcc", "-Xlinker", "--no-export-dynamic",
      "-L" + Context.packageDirectory + "/.build/archives",
    ], .when(platforms: [.linux], configuration: .release))
]

let package = Package(
  name: "luodi",
  products: [.executable(name: "luodi", targets: ["luodi"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "Syntax", dependencies: ["Diagnostics"], swiftSettings: strict),
    .target(name: "Schema", swiftSettings: strict),
    .target(name: "Patterns", dependencies: ["Diagnostics", "CPatterns"], swiftSettings: strict),
    .target(name: "Query", dependencies: ["Schema", "Diagnostics"], swiftSettings: strict),
    .target(name: "Model", dependencies: ["Query", "Syntax", "Schema", "Diagnostics"], swiftSettings: strict),
    .target(name: "Checking", dependencies: ["Model", "Query", "Syntax", "Schema", "Diagnostics", "Patterns"], swiftSettings: strict),
    .target(name: "Explaining", dependencies: ["Checking", "Model", "Query", "Syntax", "Schema", "Diagnostics"], swiftSettings: strict),
    .target(name: "Completing", dependencies: ["Checking", "Model", "Query", "Syntax", "Schema", "Diagnostics"], swiftSettings: strict),
    .target(name: "Results", dependencies: ["Schema", "CKernels"], swiftSettings: strict),
    // Not strict: it reads a mapped image, so that most of its files would be marked all over. They go through `Image.bytes`, which looks at what is read.
    .target(name: "Store", dependencies: ["Results", "Schema", "Diagnostics", "CKernels", "CFiles"], swiftSettings: house),
    // Not strict: cells are read where they lie in a mapped file.
    .target(name: "Intake", dependencies: ["Store", "Schema", "Diagnostics", "CKernels"], swiftSettings: house),
    // Not strict: kernels and fast ways hand arrays to C, with the same `count` that the vectors and columns have.
    .target(
      name: "Engine", dependencies: ["Query", "Patterns", "Diagnostics", "Store", "Results", "Schema", "CKernels"], swiftSettings: house),
    .target(name: "SQL", dependencies: ["Query", "Diagnostics", "Schema"], swiftSettings: strict),
    .target(name: "Output", dependencies: ["Results", "Schema", "Diagnostics", "CSpreadsheet"], swiftSettings: strict),
    .target(
      name: "Landing", resources: [.embedInCode("landing.lq"), .embedInCode("help.md"), .embedInCode("help.zh.md")], swiftSettings: strict),
    // Not strict: half of it is calls of the system and of readline, whose arguments are pointers.
    .target(
      name: "Shell",
      dependencies: [
        "Landing", "Output", "Intake", "Engine", "SQL", "Explaining", "Completing", "Checking", "Model", "Query", "Syntax", "Diagnostics",
        "Store", "Results", "Schema", "CFiles", "CReadline",
        "CReadlineLibrary",
      ], swiftSettings: house),
    .executableTarget(
      name: "luodi",
      dependencies: ["Shell", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict, linkerSettings: quickStart),

    // The thinnest C shims: what Swift cannot import or the baseline instruction set lacks.
    .target(name: "CKernels"),
    .target(name: "CFiles"),
    .target(name: "CSpreadsheet"),
    // RE2 before the C++ runtime that it needs: archives are searched in this order.
    .target(name: "CPatterns", linkerSettings: [.linkedLibrary("re2"), .linkedLibrary("stdc++")]),
    .systemLibrary(name: "CReadlineLibrary", providers: [.apt(["libreadline-dev"])]),
    .target(name: "CReadline", dependencies: ["CReadlineLibrary", "CFiles"]),

    // The benchmark: a generator of dumps, and what times the workload. Benchmarks/README.md says what is measured.
    .executableTarget(name: "luodi-generate", path: "Benchmarks/Generate", swiftSettings: house),
    .executableTarget(
      name: "luodi-measure",
      dependencies: ["Output", "Engine", "Intake", "Checking", "Model", "Query", "Syntax", "Diagnostics", "Store", "Schema"],
      path: "Benchmarks/Run", swiftSettings: house),
    .executableTarget(name: "luodi-kernels", dependencies: ["CKernels"], path: "Benchmarks/Kernels", swiftSettings: house),

    // Tests, one target a room, then the program and the house as a whole.
    .target(name: "TestSupport", dependencies: ["Schema"], path: "Tests/TestSupport", swiftSettings: house),
    .target(
      name: "FrontSupport",
      dependencies: ["Landing", "Explaining", "Checking", "Model", "Query", "Syntax", "Schema", "Diagnostics", "TestSupport"],
      path: "Tests/FrontSupport", swiftSettings: house),
    .testTarget(name: "ResultsTests", dependencies: ["Results", "Schema", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "OutputTests", dependencies: ["Output", "Diagnostics", "Results", "Schema", "TestSupport"], exclude: ["Goldens"],
      swiftSettings: house),
    .testTarget(name: "QueryTests", dependencies: ["Query", "Diagnostics", "Schema"], swiftSettings: house),
    .testTarget(
      name: "ModelTests", dependencies: ["Model", "Syntax", "Schema", "Diagnostics", "FrontSupport", "TestSupport"], swiftSettings: house),
    .testTarget(
      name: "CheckingTests",
      dependencies: ["Checking", "Model", "Query", "Syntax", "Schema", "Diagnostics", "Landing", "FrontSupport", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: house),
    .testTarget(
      name: "ExplainingTests",
      dependencies: ["Explaining", "Checking", "Model", "Query", "Syntax", "Schema", "Diagnostics", "FrontSupport", "TestSupport"],
      exclude: ["Goldens"], swiftSettings: house),
    .testTarget(
      name: "CompletingTests", dependencies: ["Completing", "Model", "Query", "Syntax", "Schema", "Diagnostics", "FrontSupport"],
      swiftSettings: house),
    .testTarget(name: "PatternsTests", dependencies: ["Patterns", "Diagnostics", "TestSupport"], swiftSettings: house),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: house),
    .testTarget(
      name: "SyntaxTests", dependencies: ["Syntax", "Diagnostics", "TestSupport"], exclude: ["Goldens", "Corpus"], swiftSettings: house),
    .testTarget(
      name: "StoreTests", dependencies: ["Store", "Results", "Schema", "Diagnostics", "CKernels", "TestSupport", "luodi"],
      exclude: ["Goldens"],
      swiftSettings: house),
    .testTarget(
      name: "EngineTests",
      dependencies: [
        "Engine", "Patterns", "Explaining", "Checking", "Model", "Query", "Syntax", "Diagnostics", "Store", "Results", "Schema",
        "TestSupport",
      ],
      exclude: ["Goldens"],
      swiftSettings: house),
    .testTarget(
      name: "IntakeTests",
      dependencies: ["Intake", "Model", "Syntax", "Diagnostics", "Store", "Results", "Schema", "TestSupport"],
      exclude: ["Goldens"],
      swiftSettings: house),
    .testTarget(
      name: "LandingTests",
      dependencies: [
        "Landing", "Output", "Engine", "Intake", "Explaining", "Completing", "Checking", "Model", "Query", "Syntax", "Diagnostics", "Store",
        "Results",
        "Schema", "TestSupport",
        "luodi",
      ],
      exclude: ["Goldens", "recount.py"], swiftSettings: house),
    .testTarget(
      name: "SQLTests",
      dependencies: [
        "SQL", "Output", "Engine", "Intake", "Landing", "Checking", "Model", "Query", "Syntax", "Diagnostics", "Store", "Results", "Schema",
        "TestSupport", "luodi",
      ],
      exclude: ["Goldens", "answers.py", "with-postgresql.sh"], swiftSettings: house),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "Shell", "Output", "Intake", "Diagnostics", "Schema", "TestSupport", "luodi",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], exclude: ["Fixtures"],
      swiftSettings: house),
    .testTarget(
      name: "ReferenceTests", dependencies: ["Shell", "Query", "Syntax", "Diagnostics", "TestSupport", "luodi"], swiftSettings: house),
    .testTarget(
      name: "BenchmarkTests", dependencies: ["TestSupport", "luodi", "luodi-generate", "luodi-measure"], swiftSettings: house),
    .testTarget(name: "HouseTests", dependencies: ["TestSupport", "luodi"], swiftSettings: house),
  ]
)
