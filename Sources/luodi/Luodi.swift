import ArgumentParser

@main
struct Luodi: ParsableCommand {
  func run() throws {}
}
