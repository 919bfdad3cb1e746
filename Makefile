# The two commands: `make demo` and `make test`. The rest are parts of the second.
# CARGO_TARGET_DIR, if you set it, is respected.

.PHONY: help demo test bench kills fuzz walks setup format lint deny unit browser

help:
	@echo "make demo     alles draaien met verzonnen gegevens; toont het adres en de wachtwoorden"
	@echo "make test     installeert wat ontbreekt en draait alle controles en tests"
	@echo "make bench    meet hoe snel het programma is (docs/performance.md); ARGS=--quick voor een proef"
	@echo "make kills    doodt het programma ruim 500 keer en kijkt of er iets weg is (tien minuten)"
	@echo "make fuzz     stuurt ruim 100.000 misvormde verzoeken (tien minuten)"
	@echo "make walks    loopt de vijf zaken nog eens: de andere database, bureau en telefoon verwisseld (vijf minuten)"
	@echo "delen van test: setup format lint deny unit browser"

demo:
	cargo run --locked --quiet -- demo

test:
	scripts/test.sh

bench:
	scripts/bench.sh $(ARGS)

kills: setup
	TOM_KILLS=250 scripts/unit.sh -E "test(/^jobs::kills/)" --no-capture

fuzz: setup
	TOM_FUZZ=50000 scripts/unit.sh -E "test(/^web::fuzz/)" --no-capture

walks: setup
	TOM_ENGINES=swapped TOM_SIZES=swapped scripts/browser.sh case-1.test.mjs case-2.test.mjs case-3.test.mjs case-4.test.mjs case-5.test.mjs

setup:
	scripts/setup.sh

format:
	cargo fmt --check

lint:
	cargo clippy --locked --all-targets --quiet -- --deny warnings

deny: setup
	scripts/deny.sh

unit: setup
	scripts/unit.sh

browser: setup
	scripts/browser.sh
