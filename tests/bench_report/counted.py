"""Runs tests and says how many passed: an error before the first test of a class is none of them."""

import unittest


class Counted(unittest.TextTestResult):
    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def run(tests):
    """The last line is 'N passed, N failed'. Returns what the program exits with."""
    result = unittest.TextTestRunner(verbosity=2, resultclass=Counted).run(tests)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    print(f"{result.passed} passed, {failed} failed")
    return int(failed != 0 or result.passed == 0)
