class Version(str):
    def __lt__(self, other):
        return int(self.split(".")[0]) < int(other)
