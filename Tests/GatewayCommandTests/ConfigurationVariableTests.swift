import Foundation
import HTTPCore
import MicroHTTP
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationVariableTests {
    private func reading(_ environment: [String: String], file: String? = nil) -> ConfigurationReading {
        let named = environment.map { ("RASTER_GATEWAY_" + $0.key, $0.value) }
        return ConfigurationReading(
            file: file, Dictionary(uniqueKeysWithValues: named), surroundings: .nowhere)
    }

    @Test func `every key can be set by its variable`() {
        for key in Configuration.keys where key.secret == nil {
            let text = key.defaultText.trimmingCharacters(in: .init(charactersIn: "\""))

            let reading = ConfigurationReading(file: nil, [key.variable: text], surroundings: .nowhere)

            #expect(reading.complaints == [], "\(key.path)")
            #expect(reading.origin(of: key.path) == .variable(key.variable))
            #expect(reading.configuration.json == Configuration().json)
        }
    }

    @Test func `values are spelled as their keys take them`() {
        let configuration = reading([
            "LISTEN": "127.0.0.1:9", "TRASH_DAYS": " 7 ", "INSECURE": "true", "LOG_FORMAT": "text",
            "PUBLIC_URL": "https://a.example", "UPLOADS_MIN_FREE_BYTES": "5", "LIMITS_IDLE_SECONDS": "9",
            "TRUSTED_PROXIES": "10.0.0.0/8, ::1,", "ALLOWED_ORIGINS": #"["https://b.example"]"#,
            "ADAPTERS": #"{"nas": {"type": "disk", "folder": "x"}}"#, "DEFAULT_ADAPTER": "nas",
        ]).configuration

        #expect(configuration.listen.port == 9 && configuration.trashDays == 7 && configuration.isInsecure)
        #expect(Configuration.keys.first { $0.path == "log.format" }?.write(configuration) == .string("text"))
        #expect(configuration.publicURL == "https://a.example")
        #expect(configuration.minimumFreeBytes == 5 && configuration.limits.idleTime == .seconds(9))
        #expect(configuration.trustedProxies == ["10.0.0.0/8", "::1"])
        #expect(configuration.allowedOrigins == ["https://b.example"])
        #expect(configuration.stores == [.init(name: "nas", folder: "x")])
    }

    @Test func `options win over variables, variables over the file`() async throws {
        try await withTemporaryFolder { folder in
            let file = "\(folder)/c"
            try #"{"trash": {"days": 1}, "threads": 3, "dataDirectory": "a"}"#
                .write(toFile: file, atomically: true, encoding: .utf8)
            let override = ConfigurationOverride(path: "dataDirectory", option: "--data", value: .string("c"))

            let reading = ConfigurationReading(
                file: file, ["RASTER_GATEWAY_TRASH_DAYS": "2", "RASTER_GATEWAY_DATA_DIRECTORY": "b"],
                overrides: [override], surroundings: .nowhere)

            #expect(reading.configuration.trashDays == 2 && reading.configuration.threads == 3)
            #expect(reading.configuration.dataDirectory == "c")
            #expect(reading.origin(of: "trash.days") == .variable("RASTER_GATEWAY_TRASH_DAYS"))
            #expect(reading.origin(of: "threads") == .file(file, line: 1))
            #expect(reading.origin(of: "dataDirectory") == .option("--data"))
            #expect(reading.origin(of: "listen") == .byDefault)
        }
    }

    @Test func `an error names the variable, and stands beside those of the file`() async throws {
        try await withTemporaryFolder { folder in
            let file = "\(folder)/c"
            try #"{"threads": 0}"#.write(toFile: file, atomically: true, encoding: .utf8)

            let found = reading(["TRASH_DAYS": "soon"], file: file)

            #expect(
                found.complaints == [
                    "\(file):1: \"threads\" must be a whole number from 1 to 256",
                    "RASTER_GATEWAY_TRASH_DAYS: \"trash.days\" must be a whole number from 0 to 36500",
                ])
            #expect(
                found.problems.last?.remedy.hasSuffix("set RASTER_GATEWAY_TRASH_DAYS to that, or unset it")
                    == true)
        }
    }

    @Test(arguments: [
        ("TRASH_DAY", "set RASTER_GATEWAY_TRASH_DAYS instead"),
        ("MAX_FILE_BYTES", "set RASTER_GATEWAY_UPLOADS_MAX_FILE_BYTES instead"),
        ("NONSENSE", "unset it; \"raster-gateway config print --table\" lists the names there are"),
    ])
    func `a variable that is none is told with the nearest one`(_ name: String, _ remedy: String) {
        let found = reading([name: "1"]).problems

        #expect(found.map { $0.lines[0] } == ["RASTER_GATEWAY_\(name): there is no such setting"])
        #expect(found.map(\.remedy) == [remedy])
    }

    @Test func `what Kubernetes sets beside a service of this name is no setting`() {
        let found = reading([
            "SERVICE_HOST": "10.0.0.1", "SERVICE_PORT": "80", "SERVICE_PORT_HTTP": "80",
            "PORT": "tcp://10.0.0.1:80", "PORT_80_TCP": "tcp://10.0.0.1:80", "PORT_80_TCP_ADDR": "10.0.0.1",
        ])

        #expect(found.complaints == [])
        #expect(reading(["PORT": "80"]).complaints.count == 1)
    }

    @Test func `a secret in its variable is not shown`() throws {
        let key = ConfigurationKey.secret("mail.password", \.canary, "a secret")

        let value = try key.shape.value("canary-4711", in: key.variable)

        #expect(value == .members(["env": .string("RASTER_GATEWAY_MAIL_PASSWORD")]))
    }
}

extension Configuration {
    /// A secret of no real key.
    fileprivate var canary: Secret? {
        get { nil }
        set {}
    }
}
