#!/usr/bin/env python3
"""What `scripts/bench --credentials` asks of a gateway with many wrapped credentials.

usage: credentials.py seed URL CA CERTIFICATE KEY COUNT FOLDER
         has COUNT wrapped P-256 credentials made and certified for anna; FOLDER takes their files
       credentials.py bodies CREDENTIALS NUMBER FOLDER
         writes NUMBER bodies each of credentials/list, info and authorize, all over the store, into FOLDER
       credentials.py release URL PUBLIC-URL ORIGIN CA CERTIFICATE KEY PASSKEY.json CREDENTIALS NUMBER OUTPUT
         has signatures released by NUMBER signatories, and writes a signHash body for each; prints how long a release takes

Ids are those that `sealgate-bench neighbours` gives.
"""
import base64
import concurrent.futures
import hashlib
import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import time

from release import SHA256, Listener, Passkey, release

PER_SIGNATORY = 10
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
EXTENSIONS = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,nonRepudiation\nsubjectAltName=email:anna@example.test\n"


def text(octets):
    return base64.urlsafe_b64encode(octets).decode().rstrip("=")


def credential(number):
    return text(hashlib.sha256(f"credential {number}".encode()).digest())


def passkey_id(signatory):
    return text(hashlib.sha256(f"passkey {signatory}".encode()).digest())


def fresh_hash():
    return base64.b64encode(os.urandom(32)).decode()


def seed(url, ca, certificate, key, count, folder):
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/extensions.cnf", "w", encoding="ascii") as file:
        file.write(EXTENSIONS)

    def make(numbers):
        desk = Listener(url, ca, (certificate, key))
        for number in numbers:
            made = desk.ask("/remote/v1/credentials", {
                "schema": 1, "signatory": "anna", "name": "Anna Andersson", "key": "P-256", "place": "wrapped", "multisign": 10,
            }, 201)
            answer = subprocess.run(
                ["openssl", "x509", "-req", "-inform", "DER", "-CA", ca, "-CAkey", ca.replace(".pem", ".key"), "-days", "30",
                 "-set_serial", f"0x{secrets.randbits(120):x}", "-sha256", "-extfile", f"{folder}/extensions.cnf", "-outform", "DER"],
                input=base64.b64decode(made["csr"]), capture_output=True, check=True)
            chain = [answer.stdout, subprocess.run(
                ["openssl", "x509", "-in", ca, "-outform", "DER"], capture_output=True, check=True).stdout]
            desk.ask(f"/remote/v1/credentials/{made['credentialID']}/certificate", {
                "schema": 1, "certificates": [base64.b64encode(der).decode() for der in chain],
            }, 200)

    workers = 4
    make([0])  # The signatory and the wrapping key, which are made once.
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        list(pool.map(make, [range(1 + worker, count, workers) for worker in range(workers)]))


def bodies(credentials, number, folder):
    def write(name, body):
        with open(f"{folder}/{name}.jsonl", "w", encoding="ascii") as file:
            for _ in range(number):
                file.write(json.dumps(body(random.randrange(credentials)), separators=(",", ":")) + "\n")

    write("list", lambda place: {"userID": f"S-{place // PER_SIGNATORY}"})
    write("info", lambda place: {"credentialID": credential(place), "certificates": "chain", "certInfo": True, "authInfo": True})
    write("authorize", lambda place: {
        "credentialID": credential(place), "numSignatures": 1, "hashes": [fresh_hash()], "hashAlgorithmOID": SHA256, "authData": [],
    })


def releases(url, public, origin, ca, certificate, key, passkey_path, credentials, number, output):
    application, page, passkey = Listener(url, ca, (certificate, key)), Listener(public, ca), Passkey(passkey_path)
    signatories = random.sample(range(credentials // PER_SIGNATORY), min(number, credentials // PER_SIGNATORY))
    times = []
    with open(output, "w", encoding="ascii") as file:
        for index in range(number):
            signatory = signatories[index % len(signatories)]
            chosen, wanted = credential(signatory * PER_SIGNATORY + random.randrange(PER_SIGNATORY)), fresh_hash()
            passkey.kept["credentialID"] = passkey_id(signatory)
            start = time.monotonic()
            try:
                sad = release(application, page, passkey, origin, chosen, [wanted])
            finally:
                # One counter for all signatories, so that each one's grows.
                passkey.keep()
            times.append((time.monotonic() - start) * 1000)
            file.write(json.dumps({
                "credentialID": chosen, "SAD": sad, "hashes": [wanted], "hashAlgorithmOID": SHA256, "signAlgo": ECDSA_SHA256,
            }, separators=(",", ":")) + "\n")
    times.sort()
    print(json.dumps({
        "requests": number, "p50Milliseconds": round(statistics.median(times), 3),
        "p99Milliseconds": round(times[number * 99 // 100], 3), "perSecond": round(1000 * number / sum(times), 1),
    }))


def main():
    verb, arguments = sys.argv[1], sys.argv[2:]
    if verb == "seed":
        seed(*arguments[:4], int(arguments[4]), arguments[5])
    elif verb == "bodies":
        bodies(int(arguments[0]), int(arguments[1]), arguments[2])
    elif verb == "release":
        releases(*arguments[:7], int(arguments[7]), int(arguments[8]), arguments[9])
    else:
        sys.exit(__doc__)


main()
